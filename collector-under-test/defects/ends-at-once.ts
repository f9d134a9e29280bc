import '../cano-collector/main.ts';

// What is under way is left as it is.
process.prependListener('SIGTERM', () => process.exit(0));

export type { Documents } from './documented-text.ts';
export { runCheck, type CheckMeans } from './run-check.ts';

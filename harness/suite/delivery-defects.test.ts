import { breachBrokenDeliveries } from './broken-deliveries.ts';

await breachBrokenDeliveries({
  part: 'deliveries',
  environment: 'local',
  // A defect shows sooner than it takes to be sure that there is none.
  load: { durationMs: 20_000 },
  timeout: 1_800_000,
  isDue: ({ id, environments = ['local'] }) => environments.includes('local') && !id.startsWith('config/'),
});

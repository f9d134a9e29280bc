import { breachBrokenDeliveries } from './broken-deliveries.ts';

await breachBrokenDeliveries({
  part: 'containers',
  environment: 'containers',
  timeout: 1_200_000,
  isDue: ({ environments = ['local'] }) => environments.includes('containers') && !environments.includes('local'),
});

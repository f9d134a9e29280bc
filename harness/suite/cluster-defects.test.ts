import { breachBrokenDeliveries } from './broken-deliveries.ts';

await breachBrokenDeliveries({
  part: 'cluster',
  environment: 'kind',
  timeout: 3_600_000,
  isDue: ({ environments = ['local'], case: kind }) =>
    environments.includes('kind') && !environments.includes('local') && kind === 'positive',
});

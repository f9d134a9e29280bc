import { endpointStatistics } from '../../fixtures/systems/endpoint-statistics/system.ts';
import { healthyDrill } from '../../harness/index.ts';

export const endpointStatisticsHealthy = healthyDrill({
  name: 'endpoint-statistics-healthy',
  system: endpointStatistics,
  requests: [
    { path: '/api/stats', perSecond: 4 },
    { path: '/', perSecond: 2 },
  ],
});

import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { healthyDrill } from '../../harness/index.ts';

export const canoCollectorHealthy = healthyDrill({
  name: 'cano-collector-healthy',
  system: canoCollector,
  trafficPerSecond: 2,
});

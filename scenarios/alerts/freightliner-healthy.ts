import { freightliner } from '../../fixtures/systems/freightliner/system.ts';
import { healthyDrill } from '../../harness/index.ts';

/** The schedule replicates by itself; requests come from outside. */
export const freightlinerHealthy = healthyDrill({
  name: 'freightliner-healthy',
  system: freightliner,
  requests: [
    { path: '/api/v1/status', perSecond: 1 },
    { path: '/api/v1/registries/source', perSecond: 1 },
  ],
});

import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import type { DeliveryDrill } from '../../../harness/index.ts';

type Given = Pick<DeliveryDrill, 'title' | 'steps' | 'script' | 'accounts'> & Partial<DeliveryDrill>;

/** A drill of the documented Deployment on a cluster; it takes the whole machine for its load. */
export const scalingDrill = (name: string, given: Given): DeliveryDrill => ({
  id: `scaling/${name}`,
  system: canoCollector.name,
  case: 'positive',
  environments: ['kind'],
  delivery: { subject: canoCollector, replicas: 2 },
  lowerBound: [],
  weight: { cpu: 2, memoryMb: 2_000, lane: 'load' },
  ...given,
  needs: ['cluster', ...(given.needs ?? [])],
});

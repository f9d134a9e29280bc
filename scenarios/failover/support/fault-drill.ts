import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import type { DeliveryDrill } from '../../../harness/index.ts';
import { account } from './through-fault.ts';

const load = { profile: 'steady', alertsPerSecond: 50, durationMs: 25_000 } as const;

type Given = Pick<DeliveryDrill, 'title' | 'delivery' | 'steps' | 'script'> & Partial<DeliveryDrill>;

/** A drill of a fault that no latency is judged in, so that it runs beside others. */
export const faultDrill = (name: string, given: Given): DeliveryDrill => ({
  id: `failover/${name}`,
  system: canoCollector.name,
  case: 'positive',
  load,
  lowerBound: [],
  accounts: [account],
  weight: { cpu: 0.6, memoryMb: 500 },
  ...given,
});

import type { ConfigTarget } from './config-case.ts';
import type { Arrival, Probes } from './probes.ts';
import { latestOf, recoveryTerms } from './recovery-terms.ts';
import { isInUse } from './what-it-says.ts';

type Delivery = {
  readonly name: string;
  /** Tells a request that counts from another. */
  readonly is?: (arrival: Arrival) => boolean;
  readonly sink?: string;
};

/** Records whether an alert that is sent from now on arrives, in the time that the machine is given. */
export const recordDelivery = async (target: ConfigTarget, probes: Probes, delivery: Delivery): Promise<void> => {
  const { name, is = () => true, sink } = delivery;
  const mark = probes.mark();
  const arrived = await target.until(() => probes.hasArrived(mark, is, sink), target.allowanceMs);
  target.record({ name, awaited: true, expected: 'delivered', got: arrived ? 'delivered' : 'nothing' });
};

type Awaited = {
  readonly name: string;
  readonly holds?: () => Promise<boolean> | boolean;
  readonly terms?: typeof recoveryTerms;
};

/** Records when, counted from now, something holds: that the newest configuration is in use, unless said otherwise. */
export const recordRecovery = async (target: ConfigTarget, { name, holds, terms }: Awaited): Promise<void> => {
  const { clock, until, record, allowanceMs } = target;
  const begun = clock.monotonic();
  const parts = terms ?? recoveryTerms;
  const latestMs = latestOf(parts) + allowanceMs;
  const recovered = await until(holds ?? (async () => await isInUse(target)), latestMs);
  const gotMs = recovered ? clock.monotonic() - begun : undefined;
  const dominant = parts.reduce((most, term) => (term.latestMs > most.latestMs ? term : most)).name;
  const within = { gotMs, earliestMs: 0, latestMs, dominant };
  record({ name, expected: 'in use', got: recovered ? 'in use' : 'not in use', within });
};

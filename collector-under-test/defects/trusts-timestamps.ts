import type { Notice } from '../cano-collector/alerts/webhook-schema.ts';
import { systemClock } from '../cano-collector/clock.ts';
import type { NewTransition } from '../cano-collector/store/store.ts';
import { runWithStore } from './delivery/change-store.ts';

const believedMs = 10 * 60_000;

const isBelieved = ({ payload }: NewTransition): boolean => {
  const { startsAt } = (JSON.parse(payload) as Notice).alert;
  return Math.abs(Date.parse(startsAt) - systemClock.now()) < believedMs;
};

// What began long ago or is yet to begin, by the clock of this machine, is stored and sent to nobody.
await runWithStore((store) => ({
  append: (transitions, now) =>
    store.append(
      transitions.map((one) => (isBelieved(one) ? one : { ...one, destinations: [] })),
      now,
    ),
}));

import type { Notice } from '../cano-collector/alerts/webhook-schema.ts';
import type { NewTransition } from '../cano-collector/store/store.ts';
import { runWithStore } from './delivery/change-store.ts';

const isResolved = ({ payload }: NewTransition): boolean => (JSON.parse(payload) as Notice).alert.status === 'resolved';

await runWithStore((store) => ({
  append: (transitions, now) =>
    store.append(
      transitions.map((one) => (isResolved(one) ? { ...one, destinations: [] } : one)),
      now,
    ),
}));

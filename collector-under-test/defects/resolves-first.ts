import { runWithStore } from './delivery/change-store.ts';

// No transition waits for an earlier one of its alert.
await runWithStore((store) => ({
  append: (transitions, now) =>
    store.append(
      transitions.map((one) => ({ ...one, fingerprint: one.key })),
      now,
    ),
}));

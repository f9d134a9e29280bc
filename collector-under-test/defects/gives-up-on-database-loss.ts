import { runWithStore } from './delivery/change-store.ts';

// What the database does not take is acknowledged all the same, and dropped.
await runWithStore((store) => ({
  append: (transitions, now) => store.append(transitions, now).catch(() => transitions.map(() => true)),
}));

import { runWithStore } from './delivery/change-store.ts';

// An attempt that fails is the last one.
await runWithStore((store) => ({
  settle: (settlements) =>
    store.settle(settlements.map((one) => (one.kind === 'retry' ? { id: one.id, kind: 'given-up' } : one))),
}));

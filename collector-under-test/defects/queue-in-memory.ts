import type { Notice } from '../cano-collector/alerts/webhook-schema.ts';
import type { NewTransition } from '../cano-collector/store/store.ts';
import { runWithStore } from './delivery/change-store.ts';

const copyOf = (transition: NewTransition) => ({ ...transition, notice: JSON.parse(transition.payload) as Notice });

// What was accepted stays in memory until it is delivered, beside the store.
await runWithStore((store) => {
  const waiting = new Map<string, ReturnType<typeof copyOf>>();
  const keys = new Map<number, string>();
  return {
    async append(transitions, now) {
      for (const one of transitions) waiting.set(one.key, copyOf(one));
      return await store.append(transitions, now);
    },
    async claim(request) {
      const claimed = await store.claim(request);
      for (const { id, key } of claimed) keys.set(id, key);
      return claimed;
    },
    async settle(settlements) {
      for (const { id, kind } of settlements) if (kind !== 'retry') waiting.delete(keys.get(id) ?? '');
      return await store.settle(settlements);
    },
  };
});

import type { AlertTransition } from '../contract/index.ts';

/** Keeps the first few transitions by time; of two at the same time, the one whose name comes first. */
export type Earliest = {
  add(at: number, id: string, status: AlertTransition['status']): void;
  transitions(): AlertTransition[];
};

/** Makes a keeper of the first `most`, for which the order in which they are added does not matter. */
export const createEarliest = (most: number): Earliest => {
  const kept: { readonly at: number; readonly id: string; readonly status: AlertTransition['status'] }[] = [];
  return {
    add(at, id, status) {
      const last = kept.at(-1);
      if (kept.length === most && last !== undefined && at > last.at) return;
      kept.push({ at, id, status });
      kept.sort((one, other) => one.at - other.at || order(one.id, other.id) || order(one.status, other.status));
      kept.splice(most);
    },
    transitions: () => kept.map(({ id, status }) => ({ id, status })),
  };
};

const order = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** Deliveries waiting or in flight, kept in memory and corrected from the store now and then. */
export interface QueueDepth {
  current(): number;
  add(change: number): void;
  set(total: number): void;
}

/** Builds the queue depth at a known total. */
export function createQueueDepth(initial: number): QueueDepth {
  let total = initial;
  return {
    current: () => total,
    add: (change) => void (total = Math.max(0, total + change)),
    set: (value) => void (total = value),
  };
}

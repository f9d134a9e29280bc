import type { DeliveryBlocks } from '../contract/index.ts';

/** Counts what was judged in spans of time. */
export type BlockCounts = {
  add(intendedMs: number, isOnTime: boolean): void;
  /** The counts, from the first span in which anything was judged. */
  data(): DeliveryBlocks;
};

/** Makes empty counts by spans of `blockMs`, that begin at whole multiples of it. */
export const createBlockCounts = (blockMs: number): BlockCounts => {
  const blocks = new Map<number, { total: number; onTime: number }>();
  return {
    add(intendedMs, isOnTime) {
      const index = Math.floor(intendedMs / blockMs);
      const block = blocks.get(index) ?? { total: 0, onTime: 0 };
      blocks.set(index, block);
      block.total += 1;
      if (isOnTime) block.onTime += 1;
    },
    data() {
      const sorted = [...blocks].sort(([one], [other]) => one - other);
      const first = sorted[0]?.[0] ?? 0;
      const counts = sorted.map(([index, { total, onTime }]): [number, number, number] => [
        index - first,
        total,
        onTime,
      ]);
      return { startMs: first * blockMs, blockMs, counts };
    },
  };
};

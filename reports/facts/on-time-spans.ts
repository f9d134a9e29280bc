import type { DeliveryBlocks } from '../../harness/contract/index.ts';

/** What was judged of the alerts due in a span of wall-clock ms. */
export type OnTimeSpan = {
  readonly from: number;
  readonly to: number;
  readonly judged: number;
  readonly onTime: number;
};

/** Joins the blocks of an account to at most `most` spans of equal length, without those in which none was judged. */
export const onTimeSpans = ({ startMs, blockMs, counts }: DeliveryBlocks, most = 240): OnTimeSpan[] => {
  const joined = Math.max(1, Math.ceil(((counts.at(-1)?.[0] ?? 0) + 1) / most));
  const spanMs = joined * blockMs;
  return [...Map.groupBy(counts, ([block]) => Math.floor(block / joined))].map(([span, blocks]) => ({
    from: startMs + span * spanMs,
    to: startMs + (span + 1) * spanMs,
    judged: blocks.reduce((sum, [, judged]) => sum + judged, 0),
    onTime: blocks.reduce((sum, [, , onTime]) => sum + onTime, 0),
  }));
};

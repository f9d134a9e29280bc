import * as z from 'zod';

const count = z.int().nonnegative();

/** A cumulative bucket of Prometheus: how many observations are at or under `le`. */
export type Bucket = { readonly le: number; readonly count: number };

/**
 * Latencies in ms, counted in log-linear buckets around a limit. Bucket `index` ends with, and includes,
 * `limitMs × 2^e × (1 + s / 128)` where `index = 128 e + s` and 0 ≤ s < 128, so that bucket 0 ends with the limit; it
 * begins where `index − 1` ends, the lowest, −2560, with 0. Ascending, without the empty ones.
 */
export const latencyHistogramSchema = z.strictObject({
  limitMs: z.number().positive(),
  buckets: z.array(z.tuple([z.int(), z.int().positive()])),
  /** The greatest latency, exactly; none where nothing was counted. */
  maxMs: z.number().nonnegative().optional(),
});
export type LatencyHistogram = z.infer<typeof latencyHistogramSchema>;

/**
 * The judged transitions of a run in spans of `blockMs` of their intended times, the first of which begins at `startMs`:
 * `[which span, judged, on time]`, ascending, without those in which none was judged.
 */
export const deliveryBlocksSchema = z.strictObject({
  startMs: z.number(),
  blockMs: z.number().positive(),
  counts: z.array(z.tuple([count, z.int().positive(), count])),
});
export type DeliveryBlocks = z.infer<typeof deliveryBlocksSchema>;

const transitionSchema = z.strictObject({ id: z.string(), status: z.enum(['firing', 'resolved']) });
export type AlertTransition = z.infer<typeof transitionSchema>;

/** What can be wrong with a transition. */
export const ledgerFaultNames = [
  'lost',
  'late',
  'duplicated',
  'recovered',
  'unexpected',
  'reordered',
  'stuck',
  'early',
  'pending',
] as const;
export type LedgerFault = (typeof ledgerFaultNames)[number];

/**
 * What became of every transition of an alert. A transition is one status of one id. It always holds that
 * `sent = acknowledged + refused + unanswered`, `acknowledged = delivered + lost + pending`,
 * `delivered = onTime + late` and `arrivals = delivered + recovered + unexpected + duplicated`.
 */
export const ledgerSummarySchema = z.strictObject({
  /** How long after its intended time a transition may arrive, in ms; the limit of `latency`. */
  lateMs: z.number().positive(),
  /** Until when the destination was watched, in wall-clock ms. */
  endAt: z.number(),
  counts: z.strictObject({
    sent: count,
    /** Records of a transition beyond its first: it was sent again, and counts once, with its best answer. */
    resent: count,
    acknowledged: count,
    refused: count,
    unanswered: count,
    arrivals: count,
    /** Acknowledged and arrived. */
    delivered: count,
    onTime: count,
    /** Delivered, but later than `lateMs` after the intended time. */
    late: count,
    /** Delivered before the intended time, which only a wrong clock does; counted as a latency of 0. */
    early: count,
    /** Acknowledged and never arrived. */
    lost: count,
    /** Acknowledged and not arrived, but not late yet when the watch ended: nothing can be said of it. */
    pending: count,
    /** Not acknowledged, yet arrived. */
    recovered: count,
    /** Arrived, though nobody sent it. */
    unexpected: count,
    /** Arrivals beyond the first of a transition. */
    duplicated: count,
    /** Resolved transitions that arrived before their own firing, which had been answered before they were sent. */
    reordered: count,
    /** Alerts whose firing arrived and whose acknowledged resolved is lost. */
    stuck: count,
  }),
  /** First arrivals of acknowledged transitions, from their intended times. */
  latency: latencyHistogramSchema,
  /** Judged are the delivered and the lost. */
  blocks: deliveryBlocksSchema,
  /** The first of each that is wrong, by time. */
  examples: z.partialRecord(z.enum(ledgerFaultNames), z.array(transitionSchema)),
});
export type LedgerSummary = z.infer<typeof ledgerSummarySchema>;

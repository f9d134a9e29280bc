import * as z from 'zod';

/** How the rate of the alerts goes over time, and what they are like. */
const loadProfileSchema = z.enum(['steady', 'ramp', 'spike', 'soak', 'storm', 'flapping', 'large']);

export const loadShapeSchema = z.strictObject({
  profile: loadProfileSchema,
  /** Alerts sent a second, firing and resolved together. */
  alertsPerSecond: z.number().positive(),
  durationMs: z.number().positive(),
  /** Alerts in one request; 1 unless said otherwise. */
  alertsPerRequest: z.number().int().positive().optional(),
  /** Processes that share the load; 1 unless said otherwise. */
  shards: z.number().int().positive().optional(),
  /** Who is sent to: the subject's webhook, or Alertmanager, which then is the client. */
  target: z.enum(['webhook', 'alertmanager']).optional(),
  /** By how much the alerts' `startsAt` and `endsAt` are ahead of the clock, in ms; negative is behind. */
  skewMs: z.number().optional(),
});
export type LoadShape = z.infer<typeof loadShapeSchema>;

/** How many of the planned requests may be missing before what was measured says nothing of the subject. */
export const missingShareAtMost = 0.01;

const count = z.strictObject({ requests: z.int().nonnegative(), alerts: z.int().nonnegative() });

/** What a load has sent, over all its processes. */
export const loadSummarySchema = z.strictObject({
  planned: count,
  sent: count,
  /** Answered with 2xx. */
  acknowledged: count,
  /** Answered with anything else. */
  refused: count,
  unanswered: count,
  /** How the generator ended; `threshold` where it says itself that it dropped too much. */
  outcome: z.enum(['ended', 'threshold', 'aborted', 'script-error', 'failed']),
  /** Why it failed, where it did. */
  failure: z.string().optional(),
  /** Requests that the generator says it could not begin in time; none where a process ended without saying. */
  dropped: z.int().nonnegative().optional(),
  /** Requests of the plan that its record does not have. */
  missing: z.int(),
  /** Lines of the record that are not whole. */
  torn: z.int().nonnegative(),
  /** How much later than intended requests were sent; `lateShare` of them by more than `limitMs`. */
  lag: z.strictObject({
    p50Ms: z.number(),
    p99Ms: z.number(),
    maxMs: z.number(),
    lateShare: z.number(),
    limitMs: z.number(),
  }),
});
export type LoadSummary = z.infer<typeof loadSummarySchema>;

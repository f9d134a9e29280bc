import * as z from 'zod';

const ms = z.number().nonnegative();

/** The durations that really run in a drill's stack, in ms, after scaling. */
export const settingsSchema = z.strictObject({
  scrapeIntervalMs: ms,
  scrapeTimeoutMs: ms,
  evaluationIntervalMs: ms,
  forMs: ms,
  /** The longest range in the expression; 0 when it has none. */
  windowMs: ms,
  groupWaitMs: ms,
  groupIntervalMs: ms,
});
export type Settings = z.infer<typeof settingsSchema>;

/** One named part of a delay, with the least and the most that it can take. */
export const termSchema = z.strictObject({ name: z.string(), earliestMs: ms, latestMs: ms });
export type Term = z.infer<typeof termSchema>;

/** All that a drill's timing bounds are derived from. */
export const timingSchema = z.strictObject({
  settings: settingsSchema,
  /** From the fault to the moment when the expression is true on the subject's side. */
  crossing: z.array(termSchema),
  /** From the fault's removal to the moment when the expression is false again. */
  drain: z.array(termSchema),
  /** What the machine itself may add to any latest bound. */
  allowanceMs: ms,
});
export type Timing = z.infer<typeof timingSchema>;

/** The transitions of an alert, in the order in which they happen. */
export const transitionNames = ['pending', 'firing', 'sent', 'notified', 'cleared', 'resolvedNotified'] as const;
export const transitionSchema = z.enum(transitionNames);
export type TransitionName = z.infer<typeof transitionSchema>;

/** When a transition may be seen, in wall-clock ms, and the term that contributes most to the latest bound. */
export const boundSchema = z.strictObject({
  earliest: z.number(),
  latest: z.number(),
  dominant: z.string(),
  terms: z.array(termSchema),
});
export type Bound = z.infer<typeof boundSchema>;

/** A duration that was rewritten for speed: where, from what, to what. */
export const rewriteSchema = z.strictObject({ where: z.string(), from: z.string(), to: z.string() });
export type Rewrite = z.infer<typeof rewriteSchema>;

/** The speed that a drill got, and the term that decided it. */
export const speedSchema = z.strictObject({
  requested: z.number().positive(),
  effective: z.number().positive(),
  decidedBy: z.string(),
});
export type Speed = z.infer<typeof speedSchema>;

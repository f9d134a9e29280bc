import * as z from 'zod';
import { documentedAlertSchema, ruleFileSchema } from './system.ts';

/**
 * A series that an alert's expression reads. `gauge` is the level times `share` plus `base`; `counter` grows by that a
 * second; `stamp` is the time of which the level is the age in seconds.
 */
export const streamSchema = z.strictObject({
  /** The series as PromQL writes it, such as `up{job="shop"}`. */
  series: z.string(),
  shape: z.enum(['gauge', 'counter', 'stamp']),
  share: z.number(),
  base: z.number().default(0),
});
export type Stream = z.infer<typeof streamSchema>;

/** What of a document a case shows to be wrong, and the expression beside it that does what is meant. */
export const virtualFindingSchema = z.strictObject({
  id: z.string(),
  /** What the documented form does in this case although the document says otherwise. */
  documented: z.enum(['fires', 'silent']),
  /** An expression that does what the document says. */
  corrected: z.string(),
});

export const virtualCaseNames = [
  'below',
  'at',
  'above',
  'for-minus-one',
  'for',
  'for-plus-one',
  'resolve',
  'absent',
  'counter-reset',
  'missing-label',
  'newborn',
] as const;
export type VirtualCaseName = (typeof virtualCaseNames)[number];

/** How the left side of an alert's comparison moves with one number, its level. */
export const witnessSchema = z.strictObject({
  alertname: z.string(),
  /** How the streams make the left side: see `harness/virtual/evaluate.ts`. */
  form: z.enum(['value', 'rate', 'increase', 'ratio', 'rate-ratio', 'self-ratio', 'rate-by-value', 'quantile', 'age']),
  streams: z.array(streamSchema).min(1),
  /** A level at which nothing is wrong. */
  idle: z.number(),
  /** Levels under, at and over the threshold; one that cannot exist is a reason. */
  below: z.union([z.number(), z.string()]),
  at: z.union([z.number(), z.string()]),
  above: z.number(),
  /** The label without which the documented selector finds nothing; none where it selects by name alone. */
  label: z.string().optional(),
  findings: z.partialRecord(z.enum(virtualCaseNames), virtualFindingSchema).default({}),
});
export type Witness = z.infer<typeof witnessSchema>;

/** What `firedrill check` knows of a system: its rule files, its documented alerts, and how each can be moved. */
export const virtualSystemSchema = z.strictObject({
  name: z.string(),
  ruleFiles: z.array(ruleFileSchema).min(1),
  alerts: z.array(documentedAlertSchema).min(1),
  /** The interval at which rules are evaluated and series are scraped, in seconds. */
  intervalSeconds: z.number().positive(),
  witnesses: z.array(witnessSchema).min(1),
});
export type VirtualSystem = z.infer<typeof virtualSystemSchema>;
export type VirtualSystemInput = z.input<typeof virtualSystemSchema>;

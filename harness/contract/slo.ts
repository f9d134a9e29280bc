import * as z from 'zod';
import { sourceSchema } from './source.ts';

/** A documented service level objective, with the queries that measure it and the alert that is to guard it. */
export const sloSchema = z.strictObject({
  /** The catalogue's id, such as `freightliner.slo.availability`. */
  id: z.string(),
  title: z.string(),
  system: z.string(),
  source: sourceSchema,
  /** The share of good events that is promised, such as 0.999. */
  objective: z.number().gt(0).lt(1),
  windowSeconds: z.number().positive(),
  /** For an objective of latency: how long a good event may take. */
  targetSeconds: z.number().positive().optional(),
  /** The share of good events over `$window`, which the document describes and does not write. */
  sli: z.string().includes('$window'),
  /** The series of all events, and of the good ones among them, by which a recording's true share is counted. */
  total: z.array(z.string()).min(1),
  good: z.array(z.string()).min(1),
  /** The documented alert that is named as its threshold. */
  alertname: z.string(),
  /** What would guard it: true while the budget burns so many times as fast as it may. */
  corrected: z.strictObject({ expr: z.string(), burnRate: z.number().positive() }),
});
export type Slo = z.infer<typeof sloSchema>;

/** How many times a second each series counts, by the series as PromQL writes it. */
export type Rates = Readonly<Record<string, number>>;

/** What was recorded of a system: a whole window of `before`, and then each of `then`. */
export type SloRecording = {
  readonly name: string;
  readonly title: string;
  readonly slo: Slo;
  readonly before: Rates;
  readonly then: readonly { readonly seconds: number; readonly rates: Rates }[];
  readonly expects: {
    /** Whether the objective is met over the window that ends with the recording. */
    readonly met: boolean;
    /** What the documented alert does from the first second of `then` to the end. */
    readonly alert: 'fires' | 'silent';
  };
  /** The documented mistake that it shows, with what the corrected alert does instead. */
  readonly finding?: { readonly id: string; readonly shown: string; readonly corrected: 'fires' | 'silent' };
};

/** What a broken system records instead of what happened. */
export type RecordingDefect = {
  readonly name: string;
  readonly title: string;
  readonly changes: (rates: Rates) => Rates;
};

/** What `scenarios/slo/*.ts` export. */
export type SloSuite = { readonly recordings: readonly SloRecording[]; readonly defects: readonly RecordingDefect[] };

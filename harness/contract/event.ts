import * as z from 'zod';
import { caseSchema, expectationSchema, findingClaimSchema } from './drill.ts';
import { sourceSchema } from './system.ts';
import { rewriteSchema, speedSchema, termSchema, timingSchema } from './timing.ts';

/** The version of the journal's lines. */
export const journalSchemaVersion = 1;

export const planSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  system: z.string(),
  case: caseSchema,
  alertId: z.string().optional(),
  alertname: z.string().optional(),
  source: sourceSchema.optional(),
  /** The documented expression, and the same as it ran. */
  expr: z.strictObject({ documented: z.string(), running: z.string() }).optional(),
  fault: z.string().optional(),
  aged: z.string().optional(),
  speed: speedSchema,
  rewrites: z.array(rewriteSchema),
  timing: timingSchema,
  expectations: z.array(expectationSchema),
  companions: z.strictObject({ must: z.array(z.string()), may: z.array(z.string()) }),
  finding: findingClaimSchema.optional(),
  /** Every alert that the stack's rules define. */
  rules: z.array(z.string()),
  /** The receiver of the subject's own alerts, which does not pass through the subject. */
  receiverSink: z.string(),
  lowerBound: z.strictObject({ ms: z.number(), terms: z.array(termSchema) }),
  /** At most this long, in ms, from start to undone. */
  timeoutMs: z.number(),
});
export type Plan = z.infer<typeof planSchema>;

/** Who saw a transition. */
export const observerSchema = z.enum(['rules-api', 'alerts-series', 'alertmanager-api', 'event-recorder', 'sink']);
export type ObserverName = z.infer<typeof observerSchema>;

export const phaseSchema = z.enum(['start', 'steady', 'fault', 'recovery', 'settle', 'collect', 'undo']);
export type Phase = z.infer<typeof phaseSchema>;

/** What an observer can see of an alert; `received` is Alertmanager's, `notified` and `resolved` are the receiver's. */
export const seenSchema = z.enum(['pending', 'firing', 'inactive', 'received', 'notified', 'cleared', 'resolved']);
export type Seen = z.infer<typeof seenSchema>;

const labels = z.record(z.string(), z.string());

const bodies = [
  z.object({
    type: z.literal('run-started'),
    schema: z.literal(journalSchemaVersion),
    runId: z.string(),
    version: z.string(),
    selection: z.array(z.string()),
    speed: z.number(),
    seed: z.number(),
    defect: z.string().optional(),
    environment: z.string(),
    /** How long before this event the process started, in ms. */
    processAgeMs: z.number(),
    host: z.object({ cores: z.number(), memoryMb: z.number() }),
    tools: z.record(z.string(), z.string()),
  }),
  z.object({
    type: z.literal('case-impossible'),
    id: z.string(),
    system: z.string(),
    alertId: z.string(),
    case: caseSchema,
    reason: z.string(),
  }),
  z.object({ type: z.literal('drill-planned'), drill: z.string(), plan: planSchema }),
  z.object({ type: z.literal('drill-skipped'), drill: z.string(), reason: z.string() }),
  z.object({ type: z.literal('drill-started'), drill: z.string() }),
  z.object({ type: z.literal('phase'), drill: z.string(), phase: phaseSchema }),
  z.object({ type: z.literal('steady-state'), drill: z.string(), detail: z.string() }),
  z.object({
    type: z.literal('fault'),
    drill: z.string(),
    title: z.string(),
    stage: z.enum(['requested', 'effective', 'removing', 'removed']),
    /** For `effective`: the earliest moment at which the subject could have shown it. */
    from: z.number().optional(),
    proof: z.string().optional(),
  }),
  z.object({
    type: z.literal('seen'),
    drill: z.string(),
    observer: observerSchema,
    alertname: z.string(),
    labels,
    seen: seenSchema,
    /** When it happened by the observer's own clock, in wall-clock ms. */
    when: z.number(),
    receiver: z.string().optional(),
  }),
  z.object({
    type: z.literal('expression'),
    drill: z.string(),
    alertname: z.string(),
    threshold: z.number(),
    max: z.number().nullable(),
    samples: z.number(),
  }),
  z.object({
    type: z.literal('observer'),
    drill: z.string(),
    observer: observerSchema,
    ok: z.boolean(),
    detail: z.string(),
  }),
  z.object({
    type: z.literal('machine'),
    drill: z.string(),
    /** The longest that the harness itself was held up, in ms. */
    stallMs: z.number(),
    missedEvaluations: z.number(),
    /** Scrapes of the subject that failed and that no fault explains. */
    failedScrapes: z.number(),
  }),
  z.object({
    type: z.literal('drill-failed'),
    drill: z.string(),
    code: z.string(),
    message: z.string(),
    logTail: z.string().optional(),
  }),
  z.object({ type: z.literal('drill-ended'), drill: z.string() }),
  z.object({ type: z.literal('run-interrupted'), reason: z.string() }),
  z.object({ type: z.literal('run-ended'), wallMs: z.number() }),
] as const;

const eventBodySchema = z.discriminatedUnion('type', bodies);

/** A fact of a run. `seq` counts from 0 without a gap, `at` is wall-clock ms. */
export const eventSchema = z.intersection(z.object({ seq: z.number(), at: z.number() }), eventBodySchema);
export type EventBody = z.infer<typeof eventBodySchema>;
export type RunEvent = z.infer<typeof eventSchema>;

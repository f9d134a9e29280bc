import * as z from 'zod';
import { caseSchema, expectationSchema } from './drill.ts';
import { findingClaimSchema } from './finding-claim.ts';
import { dashboardSchema, judgedPanelSchema, panelAnswerSchema } from './dashboard.ts';
import { allowanceSchema, latencyQuantileSchema, objectiveSchema } from './delivery-drill.ts';
import { ledgerSummarySchema } from './delivery-ledger.ts';
import { loadShapeSchema, loadSummarySchema } from './load.ts';
import { armSchema, rehearsalPlanSchema } from './runbook.ts';
import { sourceSchema } from './source.ts';
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
  /** Those of them that ask whether something was scraped, which a scrape that fails can make fire. */
  aboutScrapes: z.array(z.string()).optional(),
  /** The receiver of the subject's own alerts, which does not pass through the subject. */
  receiverSink: z.string(),
  /** The steps of a scripted drill, each of which must record a fact. */
  steps: z.array(z.string()).optional(),
  /** The accounts of a drill of deliveries, each of which must be given. */
  accounts: z.array(z.string()).optional(),
  /** The panels of dashboards that the drill judges. */
  panels: z.array(judgedPanelSchema).optional(),
  /** The load of a drill of deliveries. */
  load: loadShapeSchema.optional(),
  /** Of a drill that rehearses a procedure. */
  rehearsal: rehearsalPlanSchema.optional(),
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
  z.object({ type: z.literal('dashboard'), system: z.string(), dashboard: dashboardSchema }),
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
  z.object({ type: z.literal('panels'), drill: z.string(), answers: z.array(panelAnswerSchema) }),
  z.object({
    type: z.literal('step'),
    drill: z.string(),
    name: z.string(),
    expected: z.string(),
    got: z.string(),
    detail: z.string().optional(),
    undecided: z.string().optional(),
    awaited: z.literal(true).optional(),
    within: z
      .object({
        gotMs: z.number().optional(),
        earliestMs: z.number(),
        latestMs: z.number(),
        dominant: z.string(),
      })
      .optional(),
  }),
  z.object({ type: z.literal('arm'), drill: z.string(), ...armSchema.shape }),
  z.object({
    type: z.literal('account'),
    drill: z.string(),
    name: z.string(),
    sink: z.string(),
    load: loadSummarySchema,
    ledger: ledgerSummarySchema,
    quantiles: z.array(latencyQuantileSchema),
    objective: objectiveSchema.optional(),
    allowance: allowanceSchema,
    unjudged: z.literal(true).optional(),
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
    /** The longest that the harness itself was held up since the steady state, in ms. */
    stallMs: z.number(),
    /** How long it was held up in all, in ms: what is later than that has another reason. */
    stalledMs: z.number().optional(),
    /** Since the steady state. */
    missedEvaluations: z.number(),
    /** Scrapes of the subject that failed since a window of the rule before the steady state, and that no fault explains. */
    failedScrapes: z.number(),
    /** When they did, oldest first, on the wall clock, in ms. */
    failedAt: z.array(z.number()).optional(),
    /** Those that failed before, while the stack was still starting. */
    failedAtStart: z.number().optional(),
  }),
  z.object({
    type: z.literal('drill-failed'),
    drill: z.string(),
    code: z.string(),
    message: z.string(),
  }),
  z.object({
    /** The end of what a program wrote, of a drill that does not hold. */
    type: z.literal('log'),
    drill: z.string(),
    program: z.string(),
    tail: z.string(),
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

import * as z from 'zod';
import type { AttachedDrill } from './attached.ts';
import type { DeliveryDrill } from './delivery-drill.ts';
import type { Fault } from './fault.ts';
import type { FindingClaim } from './finding-claim.ts';
import type { RunbookDrill } from './runbook.ts';
import type { ScriptedDrill } from './scripted.ts';
import type { System } from './system.ts';
import type { Term } from './timing.ts';

/** The cases of an alert, and `finding` for a drill that shows a documented mistake. */
export const caseSchema = z.enum(['positive', 'just-under', 'shorter-than-for', 'healthy', 'finding']);
export type CaseName = z.infer<typeof caseSchema>;

export const weightSchema = z.strictObject({
  /** Of one core. */
  cpu: z.number().positive(),
  memoryMb: z.number().positive(),
  /** Of drills that name the same, one runs at a time. */
  lane: z.string().optional(),
});
export type Weight = z.infer<typeof weightSchema>;

export const capabilitySchema = z.enum([
  'signals',
  'process-ids',
  'restart',
  'disconnect',
  'files',
  'targets',
  'sinks',
  'monitors',
  'replicas',
  'database',
  'small-file-system',
  'kubernetes-api',
  'cluster',
  'autoscaling',
  'many-nodes',
  'attached',
]);
/** What an environment can do; `tool:NAME` is a program that it has. */
export type Capability = z.infer<typeof capabilitySchema> | `tool:${string}`;

/** What an alert must do in a drill. */
export const behaviourSchema = z.enum(['fires-and-clears', 'fires', 'silent', 'pending-only']);

export const expectationSchema = z.strictObject({
  alertname: z.string(),
  behaviour: behaviourSchema,
  /** Whether timing bounds are held against the transitions. */
  timed: z.boolean(),
  /** Least and most of the expression's observed maximum as a share of the threshold. */
  share: z.strictObject({ atLeast: z.number(), under: z.number() }).optional(),
  /** Whether the rule is the documented one or a corrected one that the drill loads beside it. */
  form: z.enum(['documented', 'corrected']),
});
export type Expectation = z.infer<typeof expectationSchema>;

/** A drill as data that is derived once the speed is known: how hard, how long, and how that makes the expression move. */
export type FaultShape = {
  readonly fault: Fault;
  /** From the fault to the expression being true on the subject's side; more than one named term is summed. */
  readonly crossing: readonly Term[];
  /** From the removal to the expression being false again. */
  readonly drain: readonly Term[];
  /** For a fault that is lifted before the alert fires: how long it is held, in ms. */
  readonly holdMs?: number;
  /** How many good scrapes the steady state has, where two are too few for the expression to settle. */
  readonly steadyScrapes?: number;
  /** What was made older than the run itself, in the words of the verdict. */
  readonly aged?: string;
};

/** The rule that a drill is about, with every duration as it really runs. */
export type RunningRule = {
  readonly alertname: string;
  readonly expr: string;
  /** The left side of the top comparison, which the observed maximum is taken of. */
  readonly lhs: string;
  readonly threshold: number;
  /** Whether the expression counts events a second or in its whole window. */
  readonly per: 'second' | 'window';
  readonly forMs: number;
  readonly windowMs: number;
  readonly scrapeIntervalMs: number;
  readonly scrapeTimeoutMs: number;
  readonly evaluationIntervalMs: number;
  readonly speed: number;
};

/** A drill as a value: nothing runs until the engine plans it. */
export type Drill = {
  /** `suite/name` or `suite/name/case`. */
  readonly id: string;
  readonly title: string;
  readonly system: System;
  readonly case: CaseName;
  /** The documented alert that it is about; none for the healthy run, which is about all of them. */
  readonly alertId?: string;
  /** An upper limit of the speed with its reason, beside those that the planner derives. */
  readonly speedLimits?: readonly { readonly max: number; readonly because: string }[];
  /** Valid alerts sent to the subject from steady state to the end, a second; 0 or none for no traffic. */
  readonly trafficPerSecond?: number;
  /** GET requests sent to the subject from steady state to the end, each path at its own pace. */
  readonly requests?: readonly { readonly path: string; readonly perSecond: number }[];
  /** The fault, derived from the rule as it runs; none for a healthy run. */
  readonly disturb?: (rule: RunningRule) => FaultShape;
  readonly expectations: readonly Expectation[];
  /** Other alerts of the system that must, or may, fire beside it. */
  readonly companions?: { readonly must?: readonly string[]; readonly may?: readonly string[] };
  /** Rules loaded beside the documented ones, as the text of a Prometheus rule file. */
  readonly correctedRules?: string;
  readonly finding?: FindingClaim;
  /** Changes to the subject's environment variables; an empty string unsets. */
  readonly env?: Readonly<Record<string, string>>;
  readonly needs?: readonly Capability[];
  readonly weight?: Weight;
};

/** A case that cannot exist, and why; reports list it. */
export type ImpossibleCase = {
  readonly id: string;
  readonly system: string;
  readonly alertId: string;
  readonly case: CaseName;
  readonly reason: string;
};

/** What a scenario file exports: drills, and the cases that it cannot have. */
export type Scenario = {
  readonly drills: readonly Drill[];
  readonly impossible: readonly ImpossibleCase[];
  readonly scripted?: readonly (ScriptedDrill | DeliveryDrill | AttachedDrill | RunbookDrill)[];
};

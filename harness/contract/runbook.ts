import * as z from 'zod';
import type { CheckExpectation, CheckText } from './document-check.ts';
import type { Scripted } from './scripted.ts';
import { sourceSchema } from './source.ts';

/** A documented procedure: its text is that of the document, word for word, which a test holds it to. */
export const procedureSchema = z.strictObject({
  /** The catalogue's id, such as `cano.proc.config-recovery`. */
  id: z.string(),
  system: z.string(),
  title: z.string(),
  category: z.string(),
  source: sourceSchema,
  trigger: z.string().optional(),
  /** What the catalogue says of it. */
  worksAsWritten: z.enum(['no', 'partly', 'missing', 'not disproved']),
  /** The findings that are about it, by id. */
  defects: z.array(z.string()),
  steps: z.array(
    z.strictObject({
      n: z.number().int().positive(),
      step: z.string(),
      lines: z.string().optional(),
      text: z.string().optional(),
    }),
  ),
});
export type Procedure = z.infer<typeof procedureSchema>;

/** Commands that are run in the rehearsal's shell, and what they must come to. */
export type Act = {
  /** The documented step that is run, by its number; none for commands of the rehearsal's own. */
  readonly step?: number;
  /** The procedure that the step is of, where this one only refers to it, as a checklist does. */
  readonly of?: string;
  /** Only these lines of the procedure's document, where the step has more. */
  readonly lines?: string;
  /** What is corrected of the documented text; each must apply. */
  readonly replace?: readonly (readonly [from: string, to: string])[];
  /** A file of the scratch folder that the documented text is written to, where it is no script; `run` then uses it. */
  readonly file?: string;
  /** Commands of the rehearsal's own: of an act without a step, or what is done with `file`. */
  readonly run?: string;
  /** In words; the step's own where it is left out. */
  readonly title?: string;
  /** What it must come to; patterns go over both outputs, line by line. */
  readonly expect: CheckExpectation;
  /** Tried again until it is as expected, for so long, in ms; once where it is left out. */
  readonly withinMs?: number;
  /** At most this long each time, in ms. */
  readonly deadlineMs?: number;
};

/**
 * How one procedure is rehearsed. Everything in it is a command that a person could type.
 *
 * It is written as a value in `scenarios/runbooks`, with the forms of `support/forms.ts`: `step(1, accepted('ok'))` runs the
 * documented step 1 word for word and wants status 0 and these words. A procedure that only looks names what it must see, as
 * `cano.proc.health-basic` does. One that does something names in `good` what is so afterwards, and must not be so before.
 * One that repairs names the `fault` too, which is then also left alone for a while (control). Where the document is wrong,
 * `documented` expects what really happens, and `corrected` has what works: a documented step with `replace`, or commands of
 * its own (`run(title, commands, …)`), as in `cano.proc.config-recovery` and `cano.proc.emergency.configuration`. A step that
 * is a manifest names a `file`: it is written there and `kubectl apply -f` is run on it, or what `run` says. Variables:
 * `ARM`, and for a suite with a site `KUBECONFIG` and `http_proxy`, by which its services have their names.
 */
export type Rehearsal = {
  /** The procedure's id. */
  readonly procedure: string;
  /** Why it cannot be executed here; then nothing else of it is run. */
  readonly cannot?: string;
  /** Programs that its commands call, beside those of every machine. */
  readonly tools?: readonly string[];
  /** Files of the scratch folder, written before each arm; one that begins with `#!` can be run. */
  readonly files?: Readonly<Record<string, CheckText>>;
  /** What has to be so before each arm, made by commands of the rehearsal's own. */
  readonly before?: readonly Act[];
  /** What the procedure is to repair: commands that break it, and what shows that it is broken. */
  readonly fault?: { readonly title: string; readonly run: string; readonly seen: Act };
  /** What is so when the procedure has done what it is for. It must not be so before; without a fault that is all. */
  readonly good?: readonly Act[];
  /** Commands whose output is kept as the state before and after each arm. */
  readonly state?: string;
  readonly documented: readonly Act[];
  /** There where it does not work as it is written; `good` then does not hold after the documented arm. */
  readonly corrected?: readonly Act[];
  /** The findings that its documented arm shows. */
  readonly findings?: readonly string[];
  /** How long the fault is watched without the procedure, and the documented form for an effect that comes late, in ms. */
  readonly watchMs?: number;
  /** How long it may take to repair, in ms; 90 s where nothing is said. */
  readonly repairMs?: number;
  /** The alert that it is to clear, by its id in the catalogue: `good` then has it as no longer firing. */
  readonly clears?: string;
};

/** A namespace as the documents have it, with what runs in it, which rehearsals share one after the other. */
export type RunbookSite = {
  readonly name: string;
  /** The system whose procedures are rehearsed there. */
  readonly system: string;
  /** The namespaces that the documents name; the first is that of a command that names none. */
  readonly namespaces: readonly string[];
  /** Manifests as files of YAML documents, in which `${image.NAME}` is the image of a system, or a public one. */
  readonly manifests: readonly string[];
  /** Namespaced kinds that are put back as they were between two rehearsals. */
  readonly kinds: readonly string[];
  /** Commands that end with 0 once all of it is ready. */
  readonly ready: string;
  /** What of the whole cluster its commands may use, as rules of a ClusterRole. */
  readonly clusterRules?: readonly Readonly<Record<string, readonly string[]>>[];
  /** Objects outside of namespaces that its procedures make, as `clusterrole/NAME`, removed after each. */
  readonly clusterObjects?: readonly string[];
};

/** What a file of `scenarios/runbooks` exports. */
export type RunbookSuite = {
  /** None for rehearsals that need a shell alone; these run in every environment. */
  readonly site?: RunbookSite;
  readonly rehearsals: readonly Rehearsal[];
};

/** What a command line can reach: nothing else is in its environment. */
export type Surrounds = {
  /** The drill's own scratch folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
};

/** A site that is open. */
export interface OpenSite extends AsyncDisposable {
  /** Variables for the shell: `KUBECONFIG`, limited to the site's namespaces, and `http_proxy`, which knows its services. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts back everything as it was, and resolves once it is ready. */
  reset(): Promise<void>;
}

export const armNames = ['control', 'documented', 'corrected'] as const;
export type ArmName = (typeof armNames)[number];

/** What one arm of a rehearsal came to. */
export const armSchema = z.strictObject({
  arm: z.enum(armNames),
  /** From its first command to its last, in ms. */
  tookMs: z.number(),
  /** From its first command to the moment when all was good; none where it never was, or where nothing is repaired. */
  repairedMs: z.number().optional(),
  before: z.string().optional(),
  after: z.string().optional(),
});
export type ArmRecord = z.infer<typeof armSchema>;

export const runbookStates = [
  'works as written',
  'fails as written, works corrected',
  'not executable here',
  'breached',
  'not decided',
] as const;
export type RunbookState = (typeof runbookStates)[number];

/** What a plan says of its rehearsal. */
export const rehearsalPlanSchema = z.strictObject({
  procedure: z.string(),
  title: z.string(),
  category: z.string(),
  source: sourceSchema,
  /** The state that it has when all is as expected. */
  state: z.enum(runbookStates),
  findings: z.array(z.string()),
  clears: z.string().optional(),
});
export type RehearsalPlan = z.infer<typeof rehearsalPlanSchema>;

/** A drill that rehearses one procedure. */
export type RunbookDrill = Scripted & {
  readonly procedure: Procedure;
  /** All procedures, of which it may refer to others. */
  readonly library: ReadonlyMap<string, Procedure>;
  readonly rehearsal: Rehearsal;
  readonly site?: RunbookSite | undefined;
};

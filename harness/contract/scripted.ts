import type { Clock } from '../core/index.ts';
import type { EnvironmentName } from './environment.ts';
import type { Weight } from './drill.ts';
import type { FindingClaim } from './finding-claim.ts';
import type { Logged, Sink } from './stack.ts';
import type { RuleFile } from './system.ts';
import type { Term } from './timing.ts';

/** Whose API a sink speaks: it answers as the real one does, and refuses what the real one would; a target is scraped. */
export type Dialect = 'slack' | 'pagerduty' | 'webhook' | 'target';

/** What a stack of Alertmanager alone is started from; `${sink.NAME}` stands for a sink's URL. */
export type MonitoringSpec = {
  readonly drill: string;
  readonly alertmanager: string;
  /** Where the configuration is from, for messages. */
  readonly path: string;
  readonly sinks: Readonly<Record<string, Dialect>>;
  readonly members: number;
  /** The timers of the cluster that the members form; none where they do not know of each other. */
  readonly cluster?: ClusterTimers;
  /** False where silences and the notification log are lost when a member is started again. */
  readonly keepsStorage?: boolean;
  readonly prometheus?: PrometheusSpec;
  readonly seed: number;
};

/** Prometheus' replicas as they shall run, each named by its place in its configuration's `${replica}`. */
export type PrometheusSpec = {
  readonly replicas: number;
  readonly config: string;
  readonly rules: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  /** Whether its samples are still there when it is started again. */
  readonly keepsSamples: boolean;
  readonly job: string;
  /** The sink that it scrapes. */
  readonly target: string;
};

/** How members of a cluster wait for each other. */
export type ClusterTimers = {
  /** How long each waits for the one before it to notify, in ms. */
  readonly peerTimeoutMs: number;
  readonly pushPullMs: number;
  readonly gossipMs: number;
  readonly settleMs: number;
};

/** An Alertmanager or a Prometheus, which keeps its address and its storage when it is started again. */
export interface Monitor {
  readonly url: string;
  /** What it wrote since it was last started, where the environment keeps that. */
  readonly log?: Logged | undefined;
  /** Ends it, with a chance to finish or without; resolves once it is gone. */
  stop(how: 'gracefully' | 'abruptly'): Promise<void>;
  /** Resolves once it is ready again. */
  restart(): Promise<void>;
}

/** What a scripted drill runs on. */
export interface MonitoringStack extends AsyncDisposable {
  readonly members: readonly Monitor[];
  readonly prometheuses: readonly Monitor[];
  readonly sinks: ReadonlyMap<string, Sink>;
}

/** What a step expected and what it got, both as text that the verdict compares, and when it had to be. */
export type StepFact = {
  readonly name: string;
  readonly expected: string;
  readonly got: string;
  /** What a reader wants to know of it beside, such as the number behind `got`. */
  readonly detail?: string | undefined;
  /** Why it could not be told, where it could not: the step is then inconclusive. */
  readonly undecided?: string | undefined;
  /** Whether a machine that stalls may be why it is not as expected: something had to happen by the time of the step. */
  readonly awaited?: true | undefined;
  /** In ms since what the step waited for began; `gotMs` is missing where it never came. */
  readonly within?: {
    readonly gotMs?: number | undefined;
    readonly earliestMs: number;
    readonly latestMs: number;
    readonly dominant: string;
  };
};

/** What every script is given, whatever it runs on. */
export type ScriptTools = {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What durations of the configuration were divided by. */
  readonly speed: number;
  /** What the machine may add to any latest bound, in ms. */
  readonly allowanceMs: number;
  /** Journals a fact under the name of a planned step. */
  readonly record: (fact: StepFact) => void;
  /** Waits until `holds` and gives whether it did within `timeoutMs`. */
  readonly until: (holds: () => boolean | Promise<boolean>, timeoutMs: number) => Promise<boolean>;
};

export type ScriptContext = ScriptTools & { readonly stack: MonitoringStack };

/** The Prometheus of a scripted drill: its files, relative to the project, and what the drill changes in its text. */
export type ScriptedPrometheus = Pick<PrometheusSpec, 'replicas' | 'job' | 'target'> & {
  readonly path: string;
  readonly change?: (text: string) => string;
  readonly rules: RuleFile;
  /** `--rules.alert.for-grace-period` in real time: an alert whose `for` is shorter is not restored. */
  readonly forGracePeriodMs?: number;
  /** False for a disk that is lost with the process, as an emptyDir is with its pod. */
  readonly keepsSamples?: boolean;
};

/** A drill whose steps are a function over a stack; what it records is judged, not what it returns. */
export type Scripted = {
  readonly id: string;
  readonly title: string;
  readonly system: string;
  readonly case: 'positive' | 'finding';
  readonly finding?: FindingClaim;
  /** The waits that cannot be shorter, as they are in real time. */
  readonly lowerBound: readonly Term[];
  /** Every step by the name under which it records; one that records nothing makes the drill errored. */
  readonly steps: readonly string[];
  readonly weight?: Weight;
  /** The environments that it is written for, `local` unless said otherwise; in another it is left out unless it is named. */
  readonly environments?: readonly EnvironmentName[];
};

/** A scripted drill on a stack of Alertmanager. */
export type ScriptedDrill = Scripted & {
  /** The configuration's file, relative to the project, and what the drill changes in its text. */
  readonly alertmanager: { readonly path: string; readonly change?: (text: string) => string };
  readonly prometheus?: ScriptedPrometheus;
  readonly sinks: Readonly<Record<string, Dialect>>;
  /** How many Alertmanagers run, one unless said otherwise. */
  readonly members?: number;
  /** False for members that do not know of each other; they form a cluster otherwise. */
  readonly joined?: boolean;
  /** False for a disk that is lost with the process, as an emptyDir is with its pod. */
  readonly keepsStorage?: boolean;
  /** By what the timers are divided, unless real time is asked for: they carry no threshold. */
  readonly speed: number;
  /** What is waited for beside the lower bound at every speed. */
  readonly unscaled?: readonly Term[];
  readonly script: (context: ScriptContext) => Promise<void>;
};

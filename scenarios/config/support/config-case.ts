import type { Sink, StepFact, Term, Weight } from '../../../harness/contract/index.ts';
import type { Clock } from '../../../harness/core/index.ts';

/** What a case of the configuration suite does things to: one collector and the sinks that it delivers to. */
export type ConfigTarget = {
  /** The folder that `${work}` stands for in the case's setup. */
  readonly workDir: string;
  /** Of the collector, without a path. */
  readonly url: string;
  readonly sinks: ReadonlyMap<string, Sink>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What the machine may add to any latest bound, in ms. */
  readonly allowanceMs: number;
  /** All that the collector has logged since it was first started. */
  readonly output: () => string;
  /** Waits until `holds` and gives whether it did within `timeoutMs`. */
  readonly until: (holds: () => boolean | Promise<boolean>, timeoutMs: number) => Promise<boolean>;
  readonly record: (fact: StepFact) => void;
  /** Asks the collector to finish (SIGTERM); resolves once it is gone. */
  readonly stop: () => Promise<void>;
  /** Starts it again at the same address: the exit status when it ends instead of listening, otherwise undefined. */
  readonly start: () => Promise<number | undefined>;
};

/** Environment variables and files over the system's own, with the placeholders of a system. */
type ConfigSetup = {
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
};

/** One way in which a configuration goes wrong, or a secret changes, and what the collector has to make of it. */
export type ConfigCase = {
  readonly name: string;
  readonly title: string;
  readonly setup: ConfigSetup;
  /** Of what its latest recovery is the sum. */
  readonly terms: readonly Term[];
  /** What it takes of the machine, where that is more than a collector that idles. */
  readonly weight?: Weight;
  /** Every step by the name under which it records. */
  readonly steps: readonly string[];
  /** Variants of the collector that breach it, each with the first step that it breaches. */
  readonly brokenBy: Readonly<Record<string, string>>;
  readonly run: (target: ConfigTarget) => Promise<void>;
};

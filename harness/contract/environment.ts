import type { Capability } from './drill.ts';
import type { Stack } from './stack.ts';
import type { System } from './system.ts';

/** What a stack is started from: files that are complete, with every duration as it shall run. */
export type StackSpec = {
  readonly drill: string;
  readonly system: System;
  /** Rule files by name, as text. */
  readonly rules: Readonly<Record<string, string>>;
  /** Prometheus' own configuration without targets, rule files and Alertmanager, which the environment adds. */
  readonly prometheus: string;
  /** Alertmanager's configuration, in which `${sink.NAME}` stands for a sink's URL and `${subject}` for the subject's. */
  readonly alertmanager: string;
  /** Flags that scale with speed, such as `--query.lookback-delta=5s`. */
  readonly prometheusFlags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where the sinks' chance starts. */
  readonly seed: number;
};

/** Starts, addresses, execs and stops. */
export interface Environment extends AsyncDisposable {
  readonly name: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** Resolves once Prometheus, Alertmanager and the subject are ready. */
  start(spec: StackSpec, signal: AbortSignal): Promise<Stack>;
}

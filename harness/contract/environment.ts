import type { AttachedStack } from './attached.ts';
import type { Capability } from './drill.ts';
import type { DeliverySpec, DeliveryStack } from './delivery.ts';
import type { MonitoringSpec, MonitoringStack } from './scripted.ts';
import type { Stack } from './stack.ts';
import type { System } from './system.ts';

export const environmentNames = ['local', 'containers', 'kind', 'attached'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

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
  readonly name: EnvironmentName;
  readonly capabilities: ReadonlySet<Capability>;
  /** Why it does not have a capability, where more is to be said than that. */
  readonly lacking?: ReadonlyMap<Capability, string>;
  /** Why it cannot run a system at all, alone with its monitors or as replicas; undefined where it can. */
  refuses?(system: System, as: 'stack' | 'replicas'): string | undefined;
  /** The whole cluster, where it has one: for rehearsals, whose commands name namespaces of their own. */
  readonly clusterAccess?: {
    /** A kubeconfig that may make namespaces and bind roles. */
    readonly kubeconfig: string;
    /** The image of a system, or a public one such as `prometheus`, already where the nodes find it. */
    image(name: string): Promise<string>;
  };
  /** What it made for the run, with the versions and settings that a report has to tell. */
  readonly made?: Readonly<Record<string, string>>;
  /** Resolves once Prometheus, Alertmanager and the subject are ready. */
  start(spec: StackSpec, signal: AbortSignal): Promise<Stack>;
  /** Starts monitors and sinks without a subject, resolved once they are ready; needs the capability `monitors`. */
  startMonitoring(spec: MonitoringSpec, signal: AbortSignal): Promise<MonitoringStack>;
  /** Starts replicas of a system with what is around them, resolved once all are ready; needs the capability `replicas`. */
  startDelivery(spec: DeliverySpec, signal: AbortSignal): Promise<DeliveryStack>;
  /** Gives what runs already; goes with the capability `attached`. */
  attach?(signal: AbortSignal): Promise<AttachedStack>;
}

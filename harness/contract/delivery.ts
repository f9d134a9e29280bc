import type { Clock } from '../core/index.ts';
import type { Cluster } from './cluster.ts';
import type { Capability } from './drill.ts';
import type { InjectedFault } from './fault.ts';
import type { KubernetesAccess, Program, Sink, Subject } from './stack.ts';
import type { System } from './system.ts';

/**
 * What a drill of deliveries runs on: replicas of one system, the sinks that they deliver to, and what is between.
 * `${shared}` stands for a folder that all replicas share; a system that speaks to Kubernetes gets a namespace for them all.
 */
export type DeliverySetup = {
  readonly subject: System;
  /** How many of it run side by side; one unless said otherwise. */
  readonly replicas?: number;
  /** Whether a PostgreSQL of its own is started first; `${database.url}` stands for an empty database in it. */
  readonly database?: boolean;
  /** Whether the load goes to a proxy that sends it to replicas which are healthy; to the first replica otherwise. */
  readonly balanced?: boolean;
  /**
   * Addresses that each replica reaches through a link of its own, which can be disturbed: `sink.NAME`, `database` or
   * `kubernetes`.
   * Their placeholders then stand for the link's address.
   */
  readonly links?: readonly string[];
  /** Changes to every replica's environment variables; an empty string unsets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files over the system's own, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  /**
   * The size in MB of a disk that each replica has for its own, in memory, at the folder `data` of its working folder. What
   * is on it is gone when the replica ends.
   */
  readonly dataDiskMb?: number;
  /**
   * What share of the CPU that the documents request each replica requests on a cluster, where that of all replicas is more
   * than the machine has; what is measured in percent of it stays as it is. The limit stays too. The plan lists it as a rewrite.
   */
  readonly cpuShare?: number;
  /** Alertmanager's configuration as text where it is the client, `${subject}` being what the load would be sent to. */
  readonly alertmanager?: string;
};

export type DeliverySpec = DeliverySetup & {
  readonly drill: string;
  readonly seed: number;
  /** Whether it gets a load, so that what sends it is had before anything starts. */
  readonly loaded?: boolean;
};

/** One of the processes of the system under test. */
export interface Replica extends Subject {
  readonly index: number;
  /** Its process id, and that of its process group; undefined while it does not run. */
  pid(): number | undefined;
  /** Asks it to finish (SIGTERM); resolves once it is gone. Throws `TIMEOUT` when it does not within `timeoutMs`. */
  terminate(timeoutMs: number): Promise<void>;
  /** All that its processes have written since the first was started. */
  output(): string;
  /** Takes it off every network until disposed; there where the environment has `disconnect`. */
  cutOff?(): Promise<AsyncDisposable>;
}

/** What toxiproxy does to the bytes of a link; durations in ms, rates in kB/s. `down` refuses connections. */
export type Toxic =
  | { readonly kind: 'latency'; readonly latencyMs: number; readonly jitterMs?: number }
  | { readonly kind: 'bandwidth'; readonly rateKb: number }
  | { readonly kind: 'slow-close'; readonly delayMs: number }
  | { readonly kind: 'timeout'; readonly timeoutMs: number }
  | { readonly kind: 'reset'; readonly afterMs: number }
  | { readonly kind: 'down' };

/** A way through toxiproxy that one replica takes to one address. */
export interface Link {
  readonly replica: number;
  /** `sink.NAME`, `database` or `kubernetes`. */
  readonly to: string;
  /**
   * Disturbs it until disposed. Resolves once the disturbance is seen on a connection through it; disposal throws
   * `FAULT_INEFFECTIVE` where nothing came this way meanwhile, because then it disturbed nobody.
   */
  disturb(toxic: Toxic): Promise<InjectedFault>;
}

/** A replica as the proxy sees it; times are wall-clock ms. */
export type HealthChange = { readonly replica: number; readonly healthy: boolean; readonly at: number };

/** The proxy before the replicas. */
export interface Balancer {
  readonly url: string;
  /** How often it asks each replica, in ms, and how many answers in a row change its mind. */
  readonly checks: { readonly everyMs: number; readonly timeoutMs: number; readonly unhealthyAfter: number };
  changes(): readonly HealthChange[];
  /** Requests that it answered itself because no replica could. */
  refused(): number;
}

/** A program that was started beside a stack and ends with it. */
export interface SideProcess extends AsyncDisposable {
  /** Resolves, in words, when the program has ended. */
  readonly exited: Promise<string>;
  readonly output: { last(lines: number): string };
  /** Gives whether it was there to be signalled. */
  signal(signal: NodeJS.Signals): boolean;
}

/** Where the k6 of a stack runs. */
export interface LoadGenerator {
  /**
   * Starts k6 with these variables over those that every program of the stack gets. Its script, and the stack's folder of
   * records, are where the machine has them.
   */
  start(args: readonly string[], env: Readonly<Record<string, string>>): Promise<SideProcess>;
  /** The address at which k6 reaches what the machine reaches at this one. */
  reached(url: string): string;
  /** How long it may take to be ready, in ms. */
  readonly readyMs: number;
}

/** All that one drill of deliveries runs on. */
export interface DeliveryStack extends AsyncDisposable {
  /** Where the load is sent, without a path. */
  readonly url: string;
  readonly replicas: readonly Replica[];
  readonly balancer?: Balancer;
  readonly database?: Program & { readonly connectionUrl: string };
  /** There for a system that speaks to Kubernetes. */
  readonly kubernetes?: KubernetesAccess;
  /** There where the stack runs on a cluster. */
  readonly cluster?: Cluster;
  /** The folder that all replicas share. */
  readonly shared: string;
  readonly sinks: ReadonlyMap<string, Sink>;
  readonly alertmanagerUrl?: string;
  /** A folder for the records of the drill. */
  readonly folder: string;
  /** Throws `INTERNAL` where the drill's setup has no such link. */
  link(to: string, replica?: number): Link;
  readonly clock: Clock;
  readonly generator: LoadGenerator;
}

/** Something that is broken, its target already chosen. */
export type TargetedFault = {
  /** In words for the report, such as `replica 1 is killed`. */
  readonly title: string;
  /** What it asks of an environment; a drill that injects it says so too, and is invalid where it has not and that is lacking. */
  readonly needs?: readonly Capability[];
  /** Resolves once it is seen to be in effect; throws `FAULT_INEFFECTIVE` when it is not. */
  readonly inject: (signal: AbortSignal) => Promise<InjectedFault>;
};

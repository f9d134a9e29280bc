import type { Clock } from '../core/index.ts';

/** One request that a sink received, kept whole. Times are wall-clock ms. */
export type SinkRequest = {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The status that was answered; undefined while unanswered or when the connection was reset. */
  readonly status: number | undefined;
  readonly answeredAt: number | undefined;
};

/** How a sink answers: at once with 200 unless told otherwise. */
export type SinkBehaviour = {
  readonly status?: number;
  readonly delayMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Takes the request and never answers. */
  readonly hang?: boolean;
  /** Closes the connection with a reset. */
  readonly reset?: boolean;
  /** Sends the body a byte at a time, this many ms apart. */
  readonly slowBodyMs?: number;
  /** Applies to this share of the requests, by the seeded chance of the sink. */
  readonly share?: number;
  /** Applies to this many requests and then no more. */
  readonly times?: number;
};

/** A programmable HTTP receiver that keeps every request. */
export interface Sink {
  readonly name: string;
  readonly url: string;
  requests(): readonly SinkRequest[];
  /** Sets the behaviour until the handle is disposed, which also releases what is held. */
  behave(behaviour: SinkBehaviour): Disposable;
}

export type SubjectState = 'running' | 'stopped' | 'exited';

/** What keeps its output. */
export interface Logged {
  readonly name: string;
  /** The last lines of its output, for messages. */
  logTail(lines: number): string;
}

/** A started thing that can be broken. */
export interface Program extends Logged {
  readonly url: string;
  state(): Promise<SubjectState>;
  /** Stops it without a chance to finish; resolves once it is gone. */
  kill(): Promise<void>;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Starts it again at the same address; resolves once it is ready. */
  restart(): Promise<void>;
}

/** The system under test as a started thing. */
export interface Subject extends Program {
  /** The folder that holds its configuration and data, where the environment gives access to files. */
  readonly workDir: string;
}

/** A Lease of coordination.k8s.io, by which replicas elect one; times are wall-clock ms. */
export type LeaseState = {
  /** Empty while nobody has it. */
  readonly holder: string;
  readonly acquiredAt: number;
  readonly renewedAt: number;
};

/** What the subject may do at a Kubernetes API, in a namespace of its own. */
export interface KubernetesAccess {
  readonly namespace: string;
  /** Reads a Lease of the namespace; undefined while there is none. */
  lease(name: string): Promise<LeaseState | undefined>;
  /** Takes the subject's permissions away, so that the server refuses it; disposal gives them back. */
  revoke(): Promise<AsyncDisposable>;
}

/** All that one drill runs on. */
export interface Stack extends AsyncDisposable {
  readonly subject: Subject;
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
  /** Prometheus and Alertmanager, where the environment keeps what they write. */
  readonly monitors?: readonly Logged[];
  /** Where Alertmanager's event recorder writes, as a path. */
  readonly eventLog: string;
  readonly sinks: ReadonlyMap<string, Sink>;
  /** What the subject needs and was started before it, by name. */
  readonly dependencies: ReadonlyMap<string, Program>;
  /**
   * Takes the subject out of service discovery, as a deleted pod is; disposal puts it back. Resolves once Prometheus scrapes
   * it no more; throws `FAULT_INEFFECTIVE` where it goes on to, and the subject is listed as before then.
   */
  withdrawTarget(signal: AbortSignal): Promise<AsyncDisposable>;
  /** There for a system that speaks to Kubernetes. */
  readonly kubernetes?: KubernetesAccess;
  readonly clock: Clock;
}

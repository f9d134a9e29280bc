import * as z from 'zod';

/** An object of the Kubernetes API as its manifest has it, and as the server gives it. */
export type KubeObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
};

/** Which object is meant; the drill's namespace unless another is named, and none for what has none. */
export type KubeRef = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
};

/** What a command came to. `status` is its exit status, 128 and the signal's number where a signal ended it. */
export type Ran = {
  readonly command: string;
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
};

/** An event of the API, as `kubectl get events` lists them; times are wall-clock ms. */
export type ClusterEvent = {
  readonly at: number;
  readonly type: string;
  readonly reason: string;
  /** As `pod/NAME`. */
  readonly about: string;
  readonly message: string;
};

/** The node as its engine has it. */
export interface ClusterNode {
  readonly name: string;
  readonly isControlPlane: boolean;
  /** Stops it without a chance to finish; disposal starts it again and resolves once it is Ready. */
  kill(): Promise<AsyncDisposable>;
  /** Takes it off the network; disposal puts it back. */
  cutOff(): Promise<AsyncDisposable>;
}

/** A namespace of a real cluster that one drill has for its own, with the kubelets, controllers and scheduler behind it. */
export interface Cluster {
  readonly namespace: string;
  /** A file whose context is this namespace, by which `kubectl` and `helm` are confined to it. */
  readonly kubeconfig: string;
  readonly nodes: readonly ClusterNode[];
  /** The image of a system, already where the nodes find it; `variant` is one of its defects. */
  image(system: string): string;
  /** Sees to it that the nodes have the pinned image of a tool, such as `k6`, and gives its name; pods pull it without this. */
  publicImage?(tool: string): Promise<string>;
  /** Applies by server-side apply, namespaces and definitions first; throws `CLUSTER_REFUSED` with what the server says. */
  apply(manifests: readonly KubeObject[]): Promise<void>;
  /** Gives undefined where there is none. */
  read(ref: KubeRef): Promise<KubeObject | undefined>;
  list(of: { readonly apiVersion: string; readonly kind: string; readonly selector?: string }): Promise<KubeObject[]>;
  /** A JSON merge patch (RFC 7396). */
  patch(ref: KubeRef, change: Readonly<Record<string, unknown>>): Promise<KubeObject>;
  /** Resolves once it is gone; deleting what is not there is no error. */
  remove(ref: KubeRef, options?: { readonly graceSeconds?: number }): Promise<void>;
  /**
   * Asks for a pod's eviction as `kubectl drain` does; gives false where its disruption budget holds it back. Throws
   * `CLUSTER_REFUSED`.
   */
  evict(pod: string): Promise<boolean>;
  /** Runs a command in a container of a pod. */
  exec(pod: string, command: readonly string[], container?: string): Promise<Ran>;
  logs(pod: string, options?: { readonly tailLines?: number; readonly previous?: boolean }): Promise<string>;
  events(): Promise<ClusterEvent[]>;
  /**
   * Gives an address on loopback, `127.0.0.1:PORT`, at which a port of a service or a pod answers; it lives as long as the
   * stack.
   */
  reach(target: { readonly kind: 'Service' | 'Pod'; readonly name: string; readonly port: number }): Promise<string>;
}

/**
 * How a system is built as an image: a Dockerfile, relative to the project, whose build needs no network and whose `/app` is
 * laid out as the project's folder is. Its command, arguments, environment and files are those of `start.local`, in which
 * `${root}` is then `/app`, `${work}` is `/work` and `${port}` is `port`.
 */
export const imageSchema = z.strictObject({
  dockerfile: z.string(),
  port: z.number().int().positive(),
  /** Over the environment of `start.local`. */
  env: z.record(z.string(), z.string()).default({}),
});

/**
 * The documented manifests of a system, as a file of YAML documents relative to the project. The environment sets in them
 * only the namespace, the image, and what the sinks' addresses are; the names are those that the documents' commands use.
 */
export const manifestsSchema = z.strictObject({
  path: z.string(),
  /** The namespace that the documents name. */
  namespace: z.string(),
  deployment: z.string(),
  container: z.string(),
  service: z.string(),
});

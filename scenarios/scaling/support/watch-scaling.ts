import type { Cluster, DeliveryContext } from '../../../harness/index.ts';
import { isReady, type Pod } from './rollout.ts';
import type { ReplicaStart, ScalingSample } from './scaling-sample.ts';

export interface ScalingWatch extends AsyncDisposable {
  samples(): readonly ScalingSample[];
  starts(): readonly ReplicaStart[];
  last(): ScalingSample | undefined;
}

export type WatchOptions = {
  readonly cluster: Cluster;
  readonly deployment: string;
  readonly selector: string;
  readonly clock: DeliveryContext['clock'];
  readonly signal: AbortSignal;
};

type Autoscaler = {
  readonly status?: {
    readonly currentMetrics?: readonly {
      readonly resource?: { readonly current: { readonly averageUtilization?: number } };
    }[];
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
};
type Deployment = {
  readonly spec: { readonly replicas: number };
  readonly status?: { readonly readyReplicas?: number };
};
type DatedPod = Pick<Pod, 'status'> & {
  readonly metadata: { readonly name: string; readonly creationTimestamp?: string };
};

/** How often it looks, in ms. */
export const seenEveryMs = 1_000;

/** Looks at a Deployment, its autoscaler and its pods every second until it is disposed. */
export const watchScaling = (options: WatchOptions): ScalingWatch => {
  const { clock, signal } = options;
  const samples: ScalingSample[] = [];
  const starts = new Map<string, ReplicaStart>();
  const stop = new AbortController();
  const either = AbortSignal.any([stop.signal, signal]);
  const loop = (async () => {
    while (!either.aborted) {
      // What cannot be seen at one moment is seen at the next, or is missing from the story.
      await look(options, samples, starts).catch(() => undefined);
      await clock.sleep(seenEveryMs, either).catch(() => undefined);
    }
  })();
  return {
    samples: () => samples,
    starts: () => [...starts.values()],
    last: () => samples.at(-1),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await loop;
    },
  };
};

const look = async (
  { cluster, deployment: name, selector, clock }: WatchOptions,
  samples: ScalingSample[],
  starts: Map<string, ReplicaStart>,
): Promise<void> => {
  const deployment = (await cluster.read({ apiVersion: 'apps/v1', kind: 'Deployment', name })) as
    Deployment | undefined;
  const ref = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name };
  const autoscaler = (await cluster.read(ref)) as Autoscaler | undefined;
  const pods = (await cluster.list({ apiVersion: 'v1', kind: 'Pod', selector })) as unknown as readonly DatedPod[];
  const at = clock.now();
  if (deployment !== undefined) samples.push({ at, ...numbersOf(deployment), ...knownBy(autoscaler) });
  for (const pod of pods) {
    const { metadata } = pod;
    const seen = starts.get(metadata.name) ?? {
      pod: metadata.name,
      madeAt: Date.parse(metadata.creationTimestamp ?? ''),
    };
    starts.set(metadata.name, isReady(pod) && seen.readyAt === undefined ? { ...seen, readyAt: at } : seen);
  }
};

const numbersOf = ({ spec, status }: Deployment) => ({ wanted: spec.replicas, ready: status?.readyReplicas ?? 0 });

const knownBy = (autoscaler: Autoscaler | undefined): Pick<ScalingSample, 'cpuPercent' | 'problem'> => {
  const { currentMetrics = [], conditions = [] } = autoscaler?.status ?? {};
  const inactive = conditions.find(({ type, status }) => type === 'ScalingActive' && status !== 'True');
  const cpuPercent = currentMetrics[0]?.resource?.current.averageUtilization;
  if (inactive !== undefined) return { problem: inactive.message ?? 'it is not active' };
  return cpuPercent === undefined ? { problem: 'it says no CPU yet' } : { cpuPercent };
};

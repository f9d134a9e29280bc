import { HarnessError } from '../../core/index.ts';

/** What a cluster of kind is made of, and how fast its controllers are; durations in seconds. */
export type KindSettings = {
  readonly nodeImage: string;
  /** How long an HPA's lower number has to last before it scales down; Kubernetes' own default is 300. */
  readonly downscaleStabilizationSeconds: number;
  /** How long a node may be silent before it counts as not ready. */
  readonly nodeMonitorGraceSeconds: number;
  /** How long a pod stays on a node that is not ready or not reachable; Kubernetes' own default is 300. */
  readonly evictionSeconds: number;
};

export const kindestNode = 'kindest/node:v1.34.4';

const defaults = { DOWNSCALE_STABILIZATION: 60, NODE_MONITOR_GRACE: 20, EVICTION: 15 } as const;

/**
 * Reads `FIREDRILL_IMAGE_KIND_NODE`, `FIREDRILL_REGISTRY`, and in seconds `FIREDRILL_KIND_DOWNSCALE_STABILIZATION`,
 * `FIREDRILL_KIND_NODE_MONITOR_GRACE` and `FIREDRILL_KIND_EVICTION`; an empty variable counts as unset. Throws `USAGE`.
 */
export const readKindSettings = (env: Readonly<Record<string, string | undefined>>): KindSettings => {
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const seconds = (name: keyof typeof defaults): number => {
    const text = given(`FIREDRILL_KIND_${name}`) ?? String(defaults[name]);
    if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
    const where = `FIREDRILL_KIND_${name}`;
    throw new HarnessError('USAGE', { what: 'no duration', where, expected: 'whole seconds from 1', got: text });
  };
  const registry = given('FIREDRILL_REGISTRY')?.replace(/\/+$/, '');
  return {
    nodeImage:
      given('FIREDRILL_IMAGE_KIND_NODE') ?? (registry === undefined ? kindestNode : `${registry}/${kindestNode}`),
    downscaleStabilizationSeconds: seconds('DOWNSCALE_STABILIZATION'),
    nodeMonitorGraceSeconds: seconds('NODE_MONITOR_GRACE'),
    evictionSeconds: seconds('EVICTION'),
  };
};

/** What of the settings decides how fast the cluster acts, for a report. */
export const describeSettings = (settings: KindSettings): string =>
  [
    `an HPA scales down after ${settings.downscaleStabilizationSeconds} s`,
    `a silent node is not ready after ${settings.nodeMonitorGraceSeconds} s`,
    `pods leave it after ${settings.evictionSeconds} s more`,
  ].join(', ');

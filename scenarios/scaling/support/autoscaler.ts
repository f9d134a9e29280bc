import type { KubeObject } from '../../../harness/index.ts';

export const replicas = { least: 2, most: 10 } as const;
/** What it aims at, of the CPU that is requested. */
export const targetPercent = 70;

/** How long the lower number has to last before it scales down, which the documented command leaves to Kubernetes. */
export const windowMs = 300_000;
/** Faster than this, the other timers of kubelet, metrics-server and autoscaler would decide. */
export const speedAtMost = 12;

/**
 * What the documented command (000, l. 282-286) makes: `kubectl autoscale deployment cano-collector --cpu-percent=70 --min=2
 * --max=10`; the window in which it does not scale down is divided by the speed.
 */
export const autoscaler = (deployment: string, speed: number): KubeObject => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: deployment },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
    minReplicas: replicas.least,
    maxReplicas: replicas.most,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: targetPercent } },
      },
    ],
    // As much as the cluster's own default is at speed 1, which a cluster for drills may have shortened.
    behavior: { scaleDown: { stabilizationWindowSeconds: Math.round(windowMs / speed / 1_000) } },
  },
});

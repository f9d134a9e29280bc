import { k8sResourceMonitor } from '../../fixtures/systems/k8s-resource-monitor/system.ts';
import { healthyDrill } from '../../harness/index.ts';

export const k8sResourceMonitorHealthy = healthyDrill({
  name: 'k8s-resource-monitor-healthy',
  system: k8sResourceMonitor,
  requests: [
    { path: '/api/pods', perSecond: 2 },
    { path: '/health', perSecond: 1 },
  ],
});

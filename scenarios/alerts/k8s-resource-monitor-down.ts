import { k8sResourceMonitor } from '../../fixtures/systems/k8s-resource-monitor/system.ts';
import { downDrills } from './support/down-drills.ts';

export const k8sResourceMonitorDown = downDrills({
  name: 'k8s-resource-monitor-down',
  system: k8sResourceMonitor,
  alertId: 'k8smon.alert.K8sResourceMonitorDown',
  called: 'monitor',
  podGone: {
    for: '5m',
    finding: 'k8smon.defect.down-alert-absent',
    documented: 'K8sResourceMonitorDown says that the monitor is down',
  },
});

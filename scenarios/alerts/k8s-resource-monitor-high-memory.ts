import { k8sResourceMonitor, reportIdleMs } from '../../fixtures/systems/k8s-resource-monitor/system.ts';
import { alertDrills, openDashboards } from '../../harness/index.ts';

/** A report over 31 days, a point a second, holds this many bytes in two series. */
const spanSeconds = 31 * 86_400;
const reportBytes = 2 * 8 * spanSeconds;
const refreshMs = reportIdleMs / 2;

const open = (bytes: number) =>
  openDashboards({
    path: (dashboard) => `/api/report?dashboard=${dashboard}&seconds=${spanSeconds}`,
    count: Math.ceil(bytes / reportBytes),
    everyMs: refreshMs,
  });

/** The last refresh was up to `refreshMs` ago; a report is let go at the first look, four in its time, after that. */
const drain = [{ name: 'reports idle', earliestMs: reportIdleMs - refreshMs, latestMs: 1.25 * reportIdleMs }];
const over = {
  fault: open(1.2e9),
  crossing: [],
  drain,
};
/** One such drill runs at a time, as one that holds gigabytes at once with others would measure the machine. */
const weight = { cpu: 0.3, memoryMb: 1_900, lane: 'memory' };

export const k8sResourceMonitorHighMemory = alertDrills({
  name: 'k8s-resource-monitor-high-memory',
  system: k8sResourceMonitor,
  alertId: 'k8smon.alert.K8sResourceMonitorHighMemory',
  positive: { title: 'a monitor that holds more than a gigabyte is noticed', weight, disturb: () => over },
  justUnder: {
    title: 'a monitor that holds less than a gigabyte',
    weight,
    disturb: () => ({ ...over, fault: open(0.7e9) }),
  },
  shorterThanFor: {
    title: 'memory that is held for a short time is pending and no more',
    weight,
    disturb: ({ forMs }) => ({ ...over, holdMs: 0.1 * forMs }),
  },
});

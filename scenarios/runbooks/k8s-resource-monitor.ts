import type { RunbookSuite } from '../../harness/index.ts';
import { monitorBackupRehearsals } from './support/k8s-resource-monitor-backup.ts';
import { databaseRehearsals } from './support/k8s-resource-monitor-database.ts';
import { monitoringRehearsals } from './support/k8s-resource-monitor-monitoring.ts';
import { notificationRehearsals } from './support/k8s-resource-monitor-notifications.ts';
import { pythonRehearsals } from './support/k8s-resource-monitor-python.ts';
import { scalingRehearsals } from './support/k8s-resource-monitor-scaling.ts';
import { monitorSite } from './support/k8s-resource-monitor-site.ts';
import { troubleshootingRehearsals } from './support/k8s-resource-monitor-troubleshooting.ts';
import { updateRehearsals } from './support/k8s-resource-monitor-updates.ts';

/** The procedures of the document 003 that need its namespace. */
export const k8sResourceMonitorRunbooks: RunbookSuite = {
  site: monitorSite,
  rehearsals: [
    ...monitoringRehearsals,
    ...monitorBackupRehearsals,
    ...databaseRehearsals,
    ...scalingRehearsals,
    ...updateRehearsals,
    ...troubleshootingRehearsals,
  ],
};

/** Those that need a shell alone. */
export const k8sResourceMonitorPrograms: RunbookSuite = {
  rehearsals: [...pythonRehearsals, ...notificationRehearsals],
};

import { escapedReports } from './held-memory-escapes/escaped-reports.ts';
import { composeMonitor } from '../k8s-resource-monitor/compose.ts';
import { runMonitor } from '../k8s-resource-monitor/run.ts';

await runMonitor(composeMonitor({ createReportCache: escapedReports }));

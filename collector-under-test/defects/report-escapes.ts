import { escapedReport } from './report-escapes/escaped-report.ts';
import { composeService } from '../endpoint-statistics/compose.ts';
import { runService } from '../endpoint-statistics/run.ts';

await runService(composeService({ createReport: escapedReport() }));

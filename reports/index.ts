export { formatConsole } from './writers/format-console.ts';
export { formatCoverage } from './writers/format-coverage.ts';
export { formatDrillLine } from './writers/format-drill-line.ts';
export { formatRehearsal } from './writers/format-rehearsal.ts';
export { writeReports, type WrittenReport } from './writers/write-reports.ts';

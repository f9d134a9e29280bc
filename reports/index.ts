export { formatConsole } from './writers/format-console.ts';
export { formatDrillLine } from './writers/format-drill-line.ts';
export { writeReports, type WrittenReport } from './writers/write-reports.ts';

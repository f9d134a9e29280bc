export { formatConsole, type ConsoleOptions } from './writers/format-console.ts';
export { formatDrillLine } from './writers/format-drill-line.ts';
export { writeReports, type ReportFs, type ReportName, type WrittenReport } from './writers/write-reports.ts';

export { loadScenarios } from './catalogue.ts';
export { findingReports } from './finding-reports.ts';
export { judgeOne, readRun } from './judge.ts';
export { select } from './select.ts';
export { openSession, type Session } from './session.ts';
export { checkVirtually, sharedNameFinding, type VirtualCheck } from './check-virtually.ts';
export { withDefect } from './with-variant.ts';

export { coverAlert } from './cover-alert.ts';
export type { RunEvidence } from './evidence.ts';
export { ladderExitCode, missedRungs, type MissedRung } from './require-rung.ts';

export { judgeAccount } from './check-accounts.ts';
export { judgeDrill } from './judge-drill.ts';
export { judgeRun } from './judge-run.ts';
export { coverAlert, ladderExitCode, missedRungs, type MissedRung, type RunEvidence } from './ladder/index.ts';

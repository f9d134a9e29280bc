export { judgeDrill } from './judge-drill.ts';
export { judgeRun } from './judge-run.ts';

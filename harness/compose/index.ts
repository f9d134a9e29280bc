export { loadScenarios } from './catalogue.ts';
export { judgeOne, readRun } from './judge.ts';
export { select } from './select.ts';
export { openSession, type Session } from './session.ts';
export { withDefect } from './with-variant.ts';

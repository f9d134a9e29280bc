export { alertmanagerProblems } from './alertmanager-problems.ts';
export { ambiguousAlerts } from './ambiguous-alerts.ts';
export { fileKind, type FileKind } from './file-kind.ts';
export { checkLoadedRules, ruleProblems } from './rule-problems.ts';

export { documentedText, type Documents } from './documented-text.ts';
export { judgeProbe } from './judge-probe.ts';
export { runCheck, type CheckMeans } from './run-check.ts';
export { loadFindings } from './load-findings.ts';
export { reportFinding } from './report-finding.ts';

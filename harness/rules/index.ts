export { asksAboutScrapes } from './asks-about-scrapes.ts';
export { analyse, type RuleShape } from './analyse.ts';
export { bounds } from './bounds.ts';
export { bystanderLimits } from './bystander-limits.ts';
export { caseReasons } from './case-reasons.ts';
export { checkAlertmanager, checkPrometheus, checkRules } from './check-files.ts';
export { clusterTimers } from './cluster-timers.ts';
export { compressAlertmanager, compressPrometheus } from './compress-config.ts';
export { compressExpr } from './compress-expr.ts';
export { compressRules, toRuleFile } from './compress-rules.ts';
export { ageTerms, quantileTerms, rateTerms, upTerms } from './fault-terms.ts';
export { withGrafanaVariables } from './grafana-variables.ts';
export { keepMetrics } from './keep-metrics.ts';
export {
  alertmanagerProblems,
  ambiguousAlerts,
  checkLoadedRules,
  fileKind,
  ruleProblems,
  type FileKind,
} from './lint/index.ts';
export { loadRules, type LoadedRules } from './load-rules.ts';
export { lowerBound, quietTailMs, watchMs } from './lower-bound.ts';
export { planSpeed } from './plan-speed.ts';
export { prometheusFlags } from './prometheus-flags.ts';
export { rampTerms, selfRatioTerms, shareTerms, stoppedTerms } from './ratio-terms.ts';
export { shorterThanFor, underThresholdCount } from './rate-schedules.ts';
export { receiversOf } from './receivers-of.ts';
export { scaleMs } from './scale-ms.ts';
export { settingsOf } from './settings-of.ts';
export { YamlFile } from './yaml-file.ts';

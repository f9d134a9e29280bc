export { alertDrills, healthyDrill, type AlertScenario } from './compose/alert-drills.ts';
export { justUnderPace, shorterThanForPace } from './compose/paces.ts';
export { withVariantOf as withVariant } from './compose/with-variant.ts';
export type {
  CheckProbe,
  CheckRun,
  CheckText,
  DocumentCheck,
  DocumentSuite,
  Drill,
  FaultShape,
  PromqlValue,
  RunningRule,
  Scenario,
  System,
} from './contract/index.ts';
export {
  ageFile,
  agedBacklog,
  blockFolder,
  costlyRequests,
  disturbSink,
  freezeDependency,
  freezeSubject,
  killDependency,
  killSubject,
  lockDatabase,
  loseFile,
  malformedAlerts,
  pacedRequests,
  removeSubject,
  together,
} from './faults/index.ts';
export {
  ageTerms,
  quantileTerms,
  rampTerms,
  rateTerms,
  selfRatioTerms,
  shareTerms,
  stoppedTerms,
} from './rules/index.ts';

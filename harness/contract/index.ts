export {
  type Bucket,
  ledgerFaultNames,
  ledgerSummarySchema,
  type AlertTransition,
  type DeliveryBlocks,
  type LatencyHistogram,
  type LedgerFault,
  type LedgerSummary,
} from './delivery-ledger.ts';
export type { AttachedContext, AttachedDrill, AttachedStack } from './attached.ts';
export {
  type Cluster,
  type ClusterEvent,
  type ClusterNode,
  type KubeObject,
  type KubeRef,
  type Ran,
} from './cluster.ts';
export { rungNames, type CoveredAlert, type DescribedDrill, type Rung, type RungName } from './coverage.ts';
export {
  caseSchema,
  type Capability,
  type CaseName,
  type Drill,
  type Expectation,
  type FaultShape,
  type ImpossibleCase,
  type RunningRule,
  type Scenario,
  type Weight,
} from './drill.ts';
export type { Dashboard, ExpectedPanel, Panel, PanelAnswer, PanelQuery, PanelSight } from './dashboard.ts';
export type {
  CheckExpectation,
  CheckProbe,
  CheckRun,
  CheckText,
  DocumentCheck,
  DocumentCheckResult,
  DocumentSuite,
  ProbeResult,
  PromqlValue,
} from './document-check.ts';
export type {
  Balancer,
  DeliverySpec,
  DeliveryStack,
  HealthChange,
  Link,
  LoadGenerator,
  Replica,
  SideProcess,
  TargetedFault,
  Toxic,
} from './delivery.ts';
export type {
  Account,
  AccountOptions,
  Allowance,
  DeliveryContext,
  DeliveryDrill,
  Objective,
  RunningLoad,
} from './delivery-drill.ts';
export { missingShareAtMost, type LoadShape, type LoadSummary } from './load.ts';
export { environmentNames, type Environment, type EnvironmentName, type StackSpec } from './environment.ts';
export { findingSchema, findingStates, type DrillEvidence, type Finding, type FindingReport } from './finding.ts';
export {
  eventSchema,
  type EventBody,
  type ObserverName,
  type Phase,
  type Plan,
  type RunEvent,
  type Seen,
} from './event.ts';
export type { FindingClaim } from './finding-claim.ts';
export type { Fault, FaultContext, InjectedFault } from './fault.ts';
export type { Observer, ObserverContext } from './observer.ts';
export type { Outcome } from './outcome.ts';
export type {
  AccountRecord,
  DrillRecord,
  FaultRecord,
  FoldedRun,
  JudgedDashboard,
  JudgedDrill,
  JudgedPanel,
  RunRecord,
  Sighting,
} from './run-record.ts';
export type { Source } from './source.ts';
export { sloSchema, type Rates, type RecordingDefect, type Slo, type SloRecording, type SloSuite } from './slo.ts';
export { pagerdutyEventSchema, slackMessageSchema } from './receiver-apis.ts';
export type {
  Monitor,
  ClusterTimers,
  Dialect,
  MonitoringSpec,
  MonitoringStack,
  PrometheusSpec,
  ScriptContext,
  Scripted,
  ScriptTools,
  ScriptedDrill,
  ScriptedPrometheus,
  StepFact,
} from './scripted.ts';
export type {
  KubernetesAccess,
  LeaseState,
  Logged,
  Program,
  Sink,
  SinkBehaviour,
  SinkRequest,
  Stack,
  Subject,
  SubjectState,
} from './stack.ts';
export {
  systemSchema,
  type Dependency,
  type DocumentedAlert,
  type Exporter,
  type RuleFile,
  type System,
} from './system.ts';
export {
  transitionNames,
  type Bound,
  type Rewrite,
  type Settings,
  type Speed,
  type Term,
  type Timing,
  type TransitionName,
} from './timing.ts';
export type { Check, FindingEvidence, JudgedAccount, JudgedShare, Verdict } from './verdict.ts';
export {
  virtualCaseNames,
  virtualSystemSchema,
  type Stream,
  type VirtualCaseName,
  type VirtualSystem,
  type VirtualSystemInput,
  type Witness,
} from './witness.ts';
export {
  procedureSchema,
  type Act,
  type ArmName,
  type ArmRecord,
  type OpenSite,
  type Procedure,
  type Rehearsal,
  type RehearsalPlan,
  type RunbookDrill,
  type RunbookSite,
  type RunbookState,
  type RunbookSuite,
  type Surrounds,
} from './runbook.ts';

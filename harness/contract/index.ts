export {
  type Capability,
  type Drill,
  type Expectation,
  type FaultShape,
  type FindingClaim,
  type ImpossibleCase,
  type RunningRule,
  type Scenario,
  type Weight,
} from './drill.ts';
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
export type { Environment, StackSpec } from './environment.ts';
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
export type { Fault, FaultContext, InjectedFault } from './fault.ts';
export type { Observer, ObserverContext } from './observer.ts';
export type { Outcome } from './outcome.ts';
export type { DrillRecord, FaultRecord, FoldedRun, JudgedDrill, RunRecord, Sighting } from './run-record.ts';
export type { Program, Sink, SinkBehaviour, SinkRequest, Stack, Subject, SubjectState } from './stack.ts';
export {
  systemSchema,
  type Dependency,
  type DocumentedAlert,
  type Exporter,
  type RuleFile,
  type Source,
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
export type { Check, FindingEvidence, Verdict } from './verdict.ts';
export {
  virtualCaseNames,
  virtualSystemSchema,
  type Stream,
  type VirtualCaseName,
  type VirtualSystem,
  type VirtualSystemInput,
  type Witness,
} from './witness.ts';

import type { Environment } from '../contract/index.ts';
import type { Clock } from '../core/index.ts';
import type { EngineParts } from '../engine/index.ts';
import { startRequests, startTraffic } from '../load/index.ts';
import {
  alertmanagerApi,
  alertsSeries,
  eventRecorder,
  failedScrapes,
  missedEvaluations,
  observeMaximum,
  receiverSink,
  rulesApi,
  steadyState,
} from '../observers/index.ts';

/** What the engine runs drills with in a real environment. */
export const engineParts = (environment: Environment, clock: Clock): EngineParts => ({
  clock,
  environment,
  observers: [rulesApi, alertmanagerApi, receiverSink, alertsSeries, eventRecorder],
  steady: steadyState,
  observeMaximum,
  missedEvaluations,
  failedScrapes,
  startRequests,
  startTraffic,
});

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
  observePanels,
  receiverSink,
  rulesApi,
  steadyState,
} from '../observers/index.ts';
import { judgeDrill } from '../verdict/index.ts';
import { accountFor } from './account-for.ts';
import { sendLoad } from './send-load.ts';

/** What the engine runs drills with in a real environment. */
export const engineParts = (
  environment: Environment,
  clock: Clock,
  openSite: EngineParts['openSite'],
): EngineParts => ({
  clock,
  environment,
  observers: [rulesApi, alertmanagerApi, receiverSink, alertsSeries, eventRecorder],
  steady: steadyState,
  observeMaximum,
  observePanels,
  holds: (record) => ['held', 'skipped'].includes(judgeDrill(record).outcome),
  missedEvaluations,
  failedScrapes,
  startRequests,
  startTraffic,
  startLoad: sendLoad,
  account: accountFor,
  openSite,
});

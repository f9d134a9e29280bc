import { freightliner } from '../../fixtures/systems/freightliner/system.ts';
import { alertDrills, disturbSink, quantileTerms, type RunningRule } from '../../harness/index.ts';

const perSecond = 4;
const slowMs = 8_000;
const underMs = 3_500;

/** What is scraped is answered at once, and is as many answers at the most. */
const slowShare = 0.4;

const requests = [{ path: '/api/v1/registries/mirror', perSecond }];
const slowRegistry = (delayMs: number) =>
  disturbSink({ sink: 'mirror', behaviour: { delayMs }, title: `a registry answers after ${delayMs / 1000} s` });
const terms = (rule: RunningRule) => quantileTerms({ ...rule, slowMs, slowShare, perSecond: perSecond / slowShare });

export const freightlinerHttpLatency = alertDrills({
  name: 'freightliner-http-latency',
  system: freightliner,
  alertId: 'freightliner.alert.HighHTTPLatency',
  positive: {
    title: 'a slow registry makes the API slow',
    requests,
    disturb: (rule) => ({ fault: slowRegistry(slowMs), ...terms(rule) }),
  },
  justUnder: {
    title: 'a registry that is slow within the objective',
    requests,
    disturb: (rule) => ({ fault: slowRegistry(underMs), ...terms(rule) }),
  },
  shorterThanFor: {
    title: 'a registry that is slow for a short time is pending and no more',
    requests,
    disturb: (rule) => ({ fault: slowRegistry(slowMs), ...terms(rule), holdMs: slowMs + 500 }),
  },
});

import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { alertDrills, disturbSink, quantileTerms, type RunningRule } from '../../harness/index.ts';

const perSecond = 4;
const slowMs = 8_000;
const underMs = 3_500;

const slowDestination = (delayMs: number) =>
  disturbSink({
    sink: 'webhook',
    behaviour: { delayMs },
    title: `a destination answers after ${delayMs / 1000} s`,
  });
const terms = (rule: RunningRule) => quantileTerms({ ...rule, slowMs, perSecond });

export const canoCollectorHighLatency = alertDrills({
  name: 'cano-collector-high-latency',
  system: canoCollector,
  alertId: 'cano.alert.CanoCollectorHighLatency',
  positive: {
    title: 'a slow destination makes processing slow',
    trafficPerSecond: perSecond,
    disturb: (rule) => ({ fault: slowDestination(slowMs), ...terms(rule) }),
  },
  justUnder: {
    title: 'a destination that is slow within the objective',
    trafficPerSecond: perSecond,
    disturb: (rule) => ({ fault: slowDestination(underMs), ...terms(rule) }),
  },
});

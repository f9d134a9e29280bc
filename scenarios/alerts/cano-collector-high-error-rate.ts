import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import {
  alertDrills,
  disturbSink,
  justUnderPace,
  malformedAlerts,
  rateTerms,
  shorterThanForPace,
  type FaultShape,
  type RunningRule,
} from '../../harness/index.ts';

const perSecond = 2;
const terms = (rule: RunningRule) => rateTerms({ ...rule, eventsPerSecond: perSecond });
const fewMalformed = (rule: RunningRule): FaultShape => {
  const { pace, steadyScrapes } = justUnderPace(rule);
  return { fault: malformedAlerts(pace), ...terms(rule), steadyScrapes };
};

const corrected = `groups:
  - name: corrected
    rules:
      - alert: CorrectedHighErrorRate
        expr: |
          sum(rate(cano_alerts_errors_total[5m]))
            / sum(rate(cano_http_requests_total{path="/api/alerts"}[5m])) > 0.1
        for: 2m
        labels: { severity: warning }
`;

export const canoCollectorHighErrorRate = alertDrills({
  name: 'cano-collector-high-error-rate',
  system: canoCollector,
  alertId: 'cano.alert.CanoCollectorHighErrorRate',
  positive: {
    title: 'malformed alerts raise the error rate',
    disturb: (rule) => ({ fault: malformedAlerts({ perSecond }), ...terms(rule) }),
  },
  variants: {
    undeliverable: {
      title: 'alerts that a destination refuses raise the error rate',
      trafficPerSecond: perSecond,
      companions: { must: ['CanoCollectorDestinationFailure'] },
      disturb: (rule) => ({
        fault: disturbSink({
          sink: 'webhook',
          behaviour: { status: 400 },
          title: 'a destination refuses every alert (400)',
        }),
        ...terms(rule),
      }),
    },
  },
  justUnder: {
    title: 'as many malformed alerts as fit under the threshold',
    disturb: fewMalformed,
  },
  shorterThanFor: {
    title: 'a short burst is pending and no more',
    disturb: (rule) => ({ fault: malformedAlerts(shorterThanForPace(rule)), ...terms(rule) }),
  },
  findings: {
    'all-fail-slowly': {
      title: 'a total failure at a low rate is noticed only by a corrected rule',
      disturb: fewMalformed,
      correctedRules: corrected,
      documented: 'silent',
      corrected: { alertname: 'CorrectedHighErrorRate', behaviour: 'fires-and-clears' },
      finding: {
        id: 'cano.defect.high-error-rate-absolute',
        documented: 'CanoCollectorHighErrorRate says that there are high error rates',
        shown: 'when every alert fails, but fewer than 0.1 a second, it stays silent; a ratio fires',
      },
    },
  },
});

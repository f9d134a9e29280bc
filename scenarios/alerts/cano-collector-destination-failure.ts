import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { alertDrills, disturbSink, rateTerms, withVariant, type RunningRule } from '../../harness/index.ts';

const perSecond = 2;
const terms = (rule: RunningRule) => rateTerms({ ...rule, eventsPerSecond: perSecond });

const failing = (title: string, times?: number) =>
  disturbSink({ sink: 'webhook', behaviour: { status: 500, ...(times === undefined ? {} : { times }) }, title });

const correctedShare = `groups:
  - name: corrected
    rules:
      - alert: CorrectedDestinationFailure
        expr: |
          rate(cano_destination_errors_total[5m])
            / (rate(cano_destination_errors_total[5m]) + rate(cano_destination_sent_total[5m])) > 0.5
        for: 1m
        labels: { severity: warning }
`;

const correctedFirst = `groups:
  - name: corrected
    rules:
      - alert: CorrectedDestinationFailure
        expr: |
          rate(cano_destination_errors_total[5m]) > 0
            or (cano_destination_errors_total > 0 unless cano_destination_errors_total offset 5m)
        for: 1m
        labels: { severity: warning }
`;

export const canoCollectorDestinationFailure = alertDrills({
  name: 'cano-collector-destination-failure',
  system: canoCollector,
  alertId: 'cano.alert.CanoCollectorDestinationFailure',
  positive: {
    title: 'a destination that fails is noticed',
    trafficPerSecond: perSecond,
    // What waited for the destination was slow, and counts once it is delivered.
    companions: { may: ['CanoCollectorHighLatency'] },
    disturb: (rule) => ({ fault: failing('a destination answers 500'), ...terms(rule) }),
  },
  findings: {
    'single-error': {
      title: 'one failed attempt raises the alert, and not the corrected rule',
      trafficPerSecond: 4,
      disturb: (rule) => ({ fault: failing('a destination answers one request with 500', 1), ...terms(rule) }),
      correctedRules: correctedShare,
      documented: 'fires-and-clears',
      // It clears when the one error leaves the window, whenever the fault is lifted.
      timed: false,
      corrected: { alertname: 'CorrectedDestinationFailure', behaviour: 'silent' },
      finding: {
        id: 'cano.defect.destination-failure-hair-trigger',
        documented: 'CanoCollectorDestinationFailure says that the collector is failing to send',
        shown: 'a single attempt that is retried with success raises it for five minutes; a share of failures does not',
      },
    },
    'first-error': {
      title: 'the first error of a counter that did not exist is noticed only by a corrected rule',
      trafficPerSecond: perSecond,
      system: (system) => withVariant(system, 'uninitialised-counters'),
      disturb: (rule) => ({ fault: failing('a destination answers one request with 500', 1), ...terms(rule) }),
      correctedRules: correctedFirst,
      documented: 'silent',
      corrected: { alertname: 'CorrectedDestinationFailure', behaviour: 'fires-and-clears' },
      finding: {
        id: 'cano.defect.destination-failure-first-error-missed',
        documented: 'CanoCollectorDestinationFailure says that the collector is failing to send',
        shown: 'a counter that is born at 1 has no increase, and the alert stays silent unless it was initialised',
      },
    },
  },
});

import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { alertDrills, disturbSink, quantileTerms, withVariant, type RunningRule } from '../../harness/index.ts';

const perSecond = 4;
const slowMs = 8_000;
/** Low in the bucket from 3 s to 4 s, because a busy cluster adds to it; the quantile is four fifths of the threshold. */
const underMs = 3_100;

const slowDestination = (delayMs: number) =>
  disturbSink({
    sink: 'webhook',
    behaviour: { delayMs },
    title: `a destination answers after ${delayMs / 1000} s`,
  });
const terms = (rule: RunningRule) => quantileTerms({ ...rule, slowMs, perSecond });

const corrected = `groups:
  - name: corrected
    rules:
      - alert: CorrectedHighLatency
        expr: |
          1 - sum(rate(cano_alerts_processing_duration_seconds_bucket{le=~"5([.]0)?"}[5m]))
            / sum(rate(cano_alerts_processing_duration_seconds_count[5m])) > 0.05
        for: 2m
        labels: { severity: warning }
`;

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
  findings: {
    'capped-buckets': {
      title: 'slow processing with buckets up to 5 s is noticed only by a corrected rule',
      trafficPerSecond: perSecond,
      system: (system) => withVariant(system, 'latency-buckets-capped'),
      disturb: (rule) => ({ fault: slowDestination(slowMs), ...terms(rule) }),
      correctedRules: corrected,
      documented: 'silent',
      corrected: { alertname: 'CorrectedHighLatency', behaviour: 'fires-and-clears' },
      finding: {
        id: 'cano.defect.high-latency-bucket-cap',
        documented: 'CanoCollectorHighLatency says that the collector takes too long to process alerts',
        shown: 'where the highest bucket is 5 s the quantile never passes 5 s; the share of slow alerts tells',
      },
    },
  },
});

import { collectionIntervalMs, k8sResourceMonitor } from '../../fixtures/systems/k8s-resource-monitor/system.ts';
import {
  alertDrills,
  failCollections,
  justUnderPace,
  rateTerms,
  refuseCollections,
  shorterThanForPace,
  withVariant,
  type RunningRule,
} from '../../harness/index.ts';

/** The monitor collects once at its start, and then only when it is told to. */
const env = { COLLECTION_INTERVAL_MS: '86400000' };
const path = '/api/collections';

const terms = (rule: RunningRule) => rateTerms({ ...rule, eventsPerSecond: 1_000 / collectionIntervalMs });

const correctedMissing = `groups:
  - name: corrected
    rules:
      - alert: CorrectedCollectionFailed
        expr: increase(collection_duration_seconds_count[5m]) == 0
        for: 5m
        labels: { severity: warning }
`;

const correctedBoundary = `groups:
  - name: corrected
    rules:
      - alert: CorrectedCollectionFailed
        expr: round(increase(collection_errors_total[1h])) > 5
        for: 5m
        labels: { severity: warning }
`;

/** Apart enough to be requests of their own, near enough to be in one window, in ms. */
const apartMs = 200;

export const k8sResourceMonitorCollectionFailed = alertDrills({
  name: 'k8s-resource-monitor-collection-failed',
  system: k8sResourceMonitor,
  alertId: 'k8smon.alert.CollectionFailed',
  positive: {
    title: 'a Kubernetes API that refuses the monitor is noticed',
    disturb: (rule) => ({ fault: refuseCollections(), ...terms(rule) }),
  },
  justUnder: {
    title: 'fewer failed collections than the threshold',
    env,
    disturb: (rule) => {
      const { pace, steadyScrapes } = justUnderPace(rule);
      return { fault: failCollections({ path, ...pace }), crossing: [], drain: [], steadyScrapes };
    },
  },
  shorterThanFor: {
    title: 'failures that leave the window soon are pending and no more',
    env,
    disturb: (rule) => {
      const { offsetsMs } = shorterThanForPace(rule);
      const lastMs = offsetsMs.at(-1) ?? 0;
      const crossing = [{ name: 'last failure', earliestMs: lastMs, latestMs: lastMs }];
      return { fault: failCollections({ path, offsetsMs }), crossing, drain: [], holdMs: lastMs + rule.forMs };
    },
  },
  findings: {
    'metric-missing': {
      title: 'without the metric that no document exposes, only a corrected rule notices',
      system: (system) => withVariant(system, 'collection-errors-unexported'),
      disturb: (rule) => ({ fault: refuseCollections(), ...terms(rule) }),
      correctedRules: correctedMissing,
      documented: 'silent',
      corrected: { alertname: 'CorrectedCollectionFailed', behaviour: 'fires-and-clears' },
      finding: {
        id: 'k8smon.defect.collection-errors-metric-missing',
        documented: 'CollectionFailed says that multiple collection failures were detected',
        shown:
          'with the metrics of the document every collection fails in silence; a rule on a documented metric fires',
      },
    },
    'five-failures': {
      title: 'exactly five failures raise the alert, and not the corrected rule',
      env,
      disturb: ({ windowMs, forMs }) => {
        const offsetsMs = [0, 1, 2, 3, 4].map((count) => count * apartMs);
        return {
          fault: failCollections({ path, offsetsMs }),
          crossing: [{ name: 'five failures', earliestMs: 0, latestMs: 5 * apartMs }],
          drain: [{ name: 'window drain', earliestMs: windowMs - 3 * forMs, latestMs: windowMs }],
        };
      },
      correctedRules: correctedBoundary,
      documented: 'fires-and-clears',
      // It clears when the failures leave the window, whenever the fault is lifted.
      timed: false,
      corrected: { alertname: 'CorrectedCollectionFailed', behaviour: 'silent' },
      finding: {
        id: 'k8smon.defect.collection-failed-boundary',
        documented: 'CollectionFailed says that more than 5 collections failed in an hour',
        shown: '`increase` extrapolates to a little over 5, so exactly 5 raise it; a rounded one stays silent',
      },
    },
  },
});

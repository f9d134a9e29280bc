import { endpointStatistics } from '../../fixtures/systems/endpoint-statistics/system.ts';
import { alertDrills, lockDatabase, selfRatioTerms, type RunningRule } from '../../harness/index.ts';

const failing = lockDatabase({
  path: 'data/stats.db',
  probePath: '/api/stats',
  title: 'another process keeps the database locked, so that queries fail',
});
/** Shorter than a lock lasts, so that a query fails, and fails fast enough not to be slow. */
const env = { STORE_TIMEOUT_MS: '100' };
const terms = (rule: RunningRule, eventsPerSecond: number) => selfRatioTerms({ ...rule, eventsPerSecond });

const corrected = `groups:
  - name: corrected
    rules:
      - alert: CorrectedHighErrorRate
        expr: sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.1
        for: 5m
        labels: { severity: critical }
`;

export const endpointStatisticsHighErrorRate = alertDrills({
  name: 'endpoint-statistics-high-error-rate',
  system: endpointStatistics,
  alertId: 'epstats.alert.HighErrorRate',
  positive: {
    title: 'a database that fails is noticed',
    env,
    requests: [{ path: '/api/stats', perSecond: 4 }],
    disturb: (rule) => ({ fault: failing, ...terms(rule, 4) }),
  },
  findings: {
    'few-errors': {
      title: 'a twentieth of failing requests raises the alert, and not the corrected rule',
      env,
      requests: [
        { path: '/api/stats', perSecond: 1 },
        { path: '/', perSecond: 18 },
      ],
      disturb: (rule) => ({ fault: failing, ...terms(rule, 1) }),
      correctedRules: corrected,
      documented: 'fires-and-clears',
      corrected: { alertname: 'CorrectedHighErrorRate', behaviour: 'silent' },
      finding: {
        id: 'epstats.defect.high-error-rate-vector-match',
        documented: 'HighErrorRate says that the error rate is above 10%',
        shown: 'each series of 5xx is divided by itself, so a twentieth raises it; sums on both sides stay silent',
      },
    },
  },
});

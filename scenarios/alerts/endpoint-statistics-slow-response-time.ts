import { endpointStatistics } from '../../fixtures/systems/endpoint-statistics/system.ts';
import { alertDrills, lockDatabase, quantileTerms, type RunningRule } from '../../harness/index.ts';

const perSecond = 5;
const pauseMs = 200;
const slowMs = 3_000;
const underMs = 1_400;
const objectiveMs = 2_000;

/** Requests wait for what is left of a hold, from nothing up to all of it. */
const slowDatabase = (holdMs: number) =>
  lockDatabase({
    path: 'data/stats.db',
    probePath: '/api/stats',
    title: `another process locks the database for ${holdMs / 1000} s, again and again`,
    cycle: { holdMs, pauseMs },
  });
const slowShare = (slowMs - objectiveMs) / (slowMs + pauseMs);
const terms = ({ windowMs }: RunningRule) =>
  quantileTerms({ windowMs, slowMs: slowMs + pauseMs, leastSlowMs: objectiveMs, slowShare, perSecond });

const requests = [{ path: '/api/stats', perSecond }];

const corrected = `groups:
  - name: corrected
    rules:
      - alert: CorrectedSlowResponseTime
        expr: histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket[5m])) by (le, path)) > 2
        for: 10m
        labels: { severity: warning }
`;

export const endpointStatisticsSlowResponseTime = alertDrills({
  name: 'endpoint-statistics-slow-response-time',
  system: endpointStatistics,
  alertId: 'epstats.alert.SlowResponseTime',
  positive: {
    title: 'a slow database is noticed',
    requests,
    disturb: (rule) => ({ fault: slowDatabase(slowMs), ...terms(rule) }),
  },
  justUnder: {
    title: 'a database that is slow within the objective',
    requests,
    disturb: (rule) => ({ fault: slowDatabase(underMs), ...terms(rule) }),
  },
  shorterThanFor: {
    title: 'a database that is slow for a short time is pending and no more',
    requests,
    disturb: (rule) => ({
      fault: slowDatabase(slowMs),
      ...terms(rule),
      holdMs: 2 * (slowMs + pauseMs) + 0.1 * rule.windowMs,
    }),
  },
  findings: {
    'one-endpoint': {
      title: 'one slow endpoint among much traffic is noticed only by a corrected rule',
      requests: [
        { path: '/api/stats', perSecond: 1 },
        { path: '/', perSecond: 18 },
      ],
      disturb: (rule) => ({ fault: slowDatabase(slowMs), ...terms(rule) }),
      correctedRules: corrected,
      documented: 'silent',
      corrected: { alertname: 'CorrectedSlowResponseTime', behaviour: 'fires-and-clears' },
      finding: {
        id: 'epstats.defect.slow-response-aggregate',
        documented: 'SlowResponseTime says that the 95th percentile of response time is above 2 seconds',
        shown: 'an endpoint that is always slow stays unseen in the sum over all paths; a quantile by path tells',
      },
    },
  },
});

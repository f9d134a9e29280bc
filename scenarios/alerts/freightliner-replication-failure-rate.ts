import { missingImage } from '../../fixtures/systems/freightliner/requests.ts';
import { freightliner, scheduledPerSecond } from '../../fixtures/systems/freightliner/system.ts';
import {
  alertDrills,
  justUnderPace,
  killDependency,
  pacedRequests,
  shareTerms,
  shorterThanForPace,
  type RunningRule,
} from '../../harness/index.ts';

const terms = (rule: RunningRule) => shareTerms({ ...rule, eventsPerSecond: scheduledPerSecond });

/** As a rate: the failures beside the scheduled successes that are the threshold's share of both together. */
const asRate = (rule: RunningRule): RunningRule => ({
  ...rule,
  threshold: (rule.threshold / (1 - rule.threshold)) * scheduledPerSecond,
});

/** A share is the same in every window only once that is full of successes. */
const steadyScrapes = ({ windowMs, scrapeIntervalMs }: RunningRule): number =>
  Math.ceil(windowMs / scrapeIntervalMs) + 1;

const failNow = (rule: RunningRule) => ({
  fault: pacedRequests({ ...missingImage, pace: justUnderPace(asRate(rule)).pace }),
  ...terms(rule),
  steadyScrapes: steadyScrapes(rule),
});

const corrected = `groups:
  - name: corrected
    rules:
      - alert: CorrectedErrorBudgetBurn
        expr: |
          sum(rate(freightliner_replications_total{status!="success"}[5m]))
            / sum(rate(freightliner_replications_total[5m])) > 14.4 * 0.001
        for: 2m
        labels: { severity: critical }
`;

export const freightlinerReplicationFailureRate = alertDrills({
  name: 'freightliner-replication-failure-rate',
  system: freightliner,
  alertId: 'freightliner.alert.HighReplicationFailureRate',
  positive: {
    title: 'a target registry that is down is noticed',
    disturb: (rule) => ({ fault: killDependency('registry-b'), ...terms(rule) }),
  },
  justUnder: { title: 'as many missing images as fit under the share', disturb: failNow },
  shorterThanFor: {
    title: 'a short spell of missing images is pending and no more',
    disturb: (rule) => ({
      fault: pacedRequests({ ...missingImage, pace: shorterThanForPace(asRate(rule)) }),
      ...terms(rule),
      steadyScrapes: steadyScrapes(rule),
    }),
  },
  findings: {
    'budget-burn': {
      title: 'a share of failures that spends the budget in hours is noticed only by a corrected rule',
      disturb: failNow,
      correctedRules: corrected,
      documented: 'silent',
      corrected: { alertname: 'CorrectedErrorBudgetBurn', behaviour: 'fires-and-clears' },
      finding: {
        id: 'freightliner.defect.slo-availability-alert-gap',
        documented: 'the alert for an availability of 99.9 % is at more than 10 % of failures for 5 minutes',
        shown:
          'at just under 10 % of failures, which spend 30 days of budget in hours, it stays silent; a burn rate fires',
      },
    },
  },
});

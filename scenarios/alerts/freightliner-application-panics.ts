import { poisonedImage } from '../../fixtures/systems/freightliner/requests.ts';
import { freightliner } from '../../fixtures/systems/freightliner/system.ts';
import {
  alertDrills,
  pacedRequests,
  rateTerms,
  withVariant,
  type FaultShape,
  type RunningRule,
} from '../../harness/index.ts';

const perSecond = 0.5;
// A replication whose worker crashed has failed too.
const companions = { may: ['HighReplicationFailureRate'] };

/**
 * It clears when the one crash leaves the window, whenever the fault is lifted. That is once it was notified, for which half a
 * window is enough at every speed.
 */
const once = (rule: RunningRule): FaultShape => ({
  fault: pacedRequests({ ...poisonedImage, pace: { offsetsMs: [0] } }),
  ...rateTerms({ ...rule, eventsPerSecond: perSecond }),
  drain: [{ name: 'window drain', earliestMs: rule.windowMs / 2, latestMs: rule.windowMs }],
});

const corrected = `groups:
  - name: corrected
    rules:
      - alert: CorrectedApplicationPanics
        expr: |
          increase(freightliner_panics_total[5m]) > 0
            or (freightliner_panics_total > 0 unless freightliner_panics_total offset 5m)
        labels: { severity: critical }
`;

export const freightlinerApplicationPanics = alertDrills({
  name: 'freightliner-application-panics',
  system: freightliner,
  alertId: 'freightliner.alert.ApplicationPanics',
  positive: {
    title: 'workers that crash are noticed',
    companions,
    disturb: (rule) => ({
      fault: pacedRequests({ ...poisonedImage, pace: { perSecond } }),
      ...rateTerms({ ...rule, eventsPerSecond: perSecond }),
    }),
  },
  variants: {
    once: { title: 'the first crash of a worker is noticed', companions, disturb: once },
  },
  findings: {
    'first-panic': {
      title: 'the first panic of a counter that did not exist is noticed only by a corrected rule',
      companions,
      system: (system) => withVariant(system, 'panics-uninitialised'),
      disturb: once,
      correctedRules: corrected,
      documented: 'silent',
      corrected: { alertname: 'CorrectedApplicationPanics', behaviour: 'fires-and-clears' },
      finding: {
        id: 'freightliner.defect.panics',
        documented: 'ApplicationPanics is raised by any panic',
        shown: 'a counter that is born at 1 has no increase, and the alert stays silent unless it was initialised',
      },
    },
  },
});

import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { alertDrills, freezeSubject, killSubject, removeSubject } from '../../harness/index.ts';

const corrected = `groups:
  - name: corrected
    rules:
      - alert: CorrectedDown
        expr: absent(up{job="cano-collector"} == 1)
        for: 1m
        labels: { severity: critical }
`;

export const canoCollectorDown = alertDrills({
  name: 'cano-collector-down',
  system: canoCollector,
  alertId: 'cano.alert.CanoCollectorDown',
  positive: {
    title: 'a killed collector is noticed',
    disturb: () => ({ fault: killSubject(), crossing: [], drain: [] }),
  },
  variants: {
    frozen: {
      title: 'a frozen collector is noticed',
      disturb: () => ({ fault: freezeSubject(), crossing: [], drain: [] }),
    },
  },
  shorterThanFor: {
    title: 'a short freeze is pending and no more',
    speedLimits: [{ max: 12, because: 'thawing has to fit between two scrapes on a busy machine' }],
    // A scrape that times out is known only then, and the next good one hides it: two of them outlast an evaluation.
    disturb: ({ scrapeIntervalMs, scrapeTimeoutMs }) => ({
      fault: freezeSubject(),
      crossing: [],
      drain: [],
      holdMs: 1.05 * (2 * scrapeIntervalMs + scrapeTimeoutMs),
    }),
  },
  findings: {
    'pod-gone': {
      title: 'a collector whose pod is gone is noticed only by a corrected rule',
      trafficPerSecond: 1,
      disturb: () => ({ fault: removeSubject(), crossing: [], drain: [] }),
      correctedRules: corrected,
      documented: 'silent',
      corrected: { alertname: 'CorrectedDown', behaviour: 'fires-and-clears' },
      finding: {
        id: 'cano.defect.down-alert-absent',
        documented: 'CanoCollectorDown says that the pod is not running',
        shown: 'with the pod gone `up` has no series and the alert stays silent; `absent(…)` fires',
      },
    },
  },
});

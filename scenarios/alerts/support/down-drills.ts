import type { Scenario, System } from '../../../harness/index.ts';
import { alertDrills, freezeSubject, killSubject, removeSubject, type FindingSpec } from '../../../harness/index.ts';

export type DownDrills = {
  readonly name: string;
  readonly system: System;
  readonly alertId: string;
  /** What the titles call the subject. */
  readonly called: string;
  /** The finding that the alert is silent with the pod gone, and the `for` of a corrected rule, where it is drilled. */
  readonly podGone?: Pick<FindingSpec, 'trafficPerSecond'> & {
    readonly for: string;
    readonly finding: string;
    readonly documented: string;
  };
};

/** The drills of an alert on `up == 0`: killed, frozen, frozen for a short time, and the pod gone. */
export const downDrills = ({ name, system, alertId, called, podGone }: DownDrills): Scenario =>
  alertDrills({
    name,
    system,
    alertId,
    positive: {
      title: `a killed ${called} is noticed`,
      disturb: () => ({ fault: killSubject(), crossing: [], drain: [] }),
    },
    variants: {
      frozen: {
        title: `a frozen ${called} is noticed`,
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
    ...(podGone === undefined ? {} : { findings: { 'pod-gone': podGoneFinding(system, called, podGone) } }),
  });

const podGoneFinding = (
  { job }: System,
  called: string,
  { for: forText, finding, documented, ...spec }: NonNullable<DownDrills['podGone']>,
): FindingSpec => ({
  title: `a ${called} whose pod is gone is noticed only by a corrected rule`,
  ...spec,
  // Once the pod is gone nothing tells what it did wrong, so it is watched first for as long as its rules need.
  disturb: () => ({ fault: removeSubject(), crossing: [], drain: [], steadyScrapes: 24 }),
  correctedRules: `groups:
  - name: corrected
    rules:
      - alert: CorrectedDown
        expr: absent(up{job="${job}"} == 1)
        for: ${forText}
        labels: { severity: critical }
`,
  documented: 'silent',
  corrected: { alertname: 'CorrectedDown', behaviour: 'fires-and-clears' },
  finding: {
    id: finding,
    documented,
    shown: 'with the pod gone `up` has no series and the alert stays silent; `absent(…)` fires',
  },
});

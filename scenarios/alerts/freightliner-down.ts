import { freightliner } from '../../fixtures/systems/freightliner/system.ts';
import { alertDrills, freezeSubject, killSubject } from '../../harness/index.ts';

export const freightlinerDown = alertDrills({
  name: 'freightliner-down',
  system: freightliner,
  alertId: 'freightliner.alert.FreightlinerDown',
  positive: {
    title: 'a killed replicator is noticed',
    disturb: () => ({ fault: killSubject(), crossing: [], drain: [] }),
  },
  variants: {
    frozen: {
      title: 'a frozen replicator is noticed',
      disturb: () => ({ fault: freezeSubject(), crossing: [], drain: [] }),
    },
  },
  shorterThanFor: {
    title: 'a short freeze is pending and no more',
    // A scrape that times out is known only then, and the next good one hides it: two of them outlast an evaluation.
    disturb: ({ scrapeIntervalMs, scrapeTimeoutMs }) => ({
      fault: freezeSubject(),
      crossing: [],
      drain: [],
      holdMs: 1.05 * (2 * scrapeIntervalMs + scrapeTimeoutMs),
    }),
  },
});

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadScenarios } from './catalogue.ts';
import { createPlanner } from './planner.ts';

const root = join(import.meta.dirname, '../..');
const toolchain = process.env['FIREDRILL_TOOLCHAIN'];
const programs =
  toolchain === undefined ? undefined : { promtool: join(toolchain, 'promtool'), amtool: join(toolchain, 'amtool') };
const reason = programs === undefined ? ' (skipped: FIREDRILL_TOOLCHAIN names no promtool and amtool)' : '';

/**
 * Every sum is worked out by hand from the documents: `for` and the window divided by the speed, the assumed scrape and
 * evaluation intervals of 15 s, group_wait of 1 m, group_interval of 2 m. At speed 60 these are 0.25 s, 0.25 s, 1 s and
 * 2 s, at speed 30 0.5 s, 0.5 s, 2 s and 4 s, at speed 10 1.5 s, 1.5 s, 6 s and 12 s. Where CanoCollectorDown must stay
 * silent its `for` of 1m is 2 s at least, at speed 30.
 */
const expected = [
  {
    id: 'alerts/cano-collector-down',
    speed: 60,
    // A refused scrape tells at once; for 1m; it clears by the next tick; scrape, evaluation and group_interval of quiet.
    ms: 0 + 60_000 / 60 + 1_000 + 2_000 + (250 + 250 + 2_000),
  },
  {
    id: 'alerts/cano-collector-high-error-rate',
    // 0.1/s × 300 s are 30 events, and at least 3 have to be left in the window.
    speed: 10,
    // The third event, half a second apart, may be over 0.1/s; for 2m. Four events, 2 s of them, are surely over it, so
    // nothing drains before 30 s − 1.5 s − 2 s = 26.5 s, which is over two ticks of 12 s.
    ms: 2 * 500 + 120_000 / 10 + 6_000 + 3 * 12_000 + (1_500 + 1_500 + 12_000),
  },
  {
    id: 'alerts/cano-collector-high-latency',
    speed: 30,
    // The first slow observation ends after 8 s; for 2m; fast ones may outweigh the slow at once.
    ms: 8_000 + 120_000 / 30 + 2_000 + 4_000 + (500 + 500 + 4_000),
  },
  {
    id: 'alerts/cano-collector-destination-failure',
    speed: 30,
    // The first event is over 0; for 1m. One event, half a second of it, is left until 10 s − 0.5 s − 0.5 s = 9 s, which
    // is over two ticks of 4 s.
    ms: 0 + 60_000 / 30 + 2_000 + 3 * 4_000 + (500 + 500 + 4_000),
  },
  {
    id: 'alerts/cano-collector-backup-failed',
    speed: 30,
    // The last backup becomes 24 h old 2 s after the fault; for 1h.
    ms: 2_000 + 3_600_000 / 30 + 2_000 + 4_000 + (500 + 500 + 4_000),
  },
  {
    id: 'alerts/cano-collector-config-old',
    speed: 30,
    // The configuration becomes 30 days old 2 s after the fault; for 1h.
    ms: 2_000 + 3_600_000 / 30 + 2_000 + 4_000 + (500 + 500 + 4_000),
  },
];

it.skipIf(programs === undefined)(
  `every documented alert of cano-collector has the lower bound that is worked out by hand${reason}`,
  async () => {
    const scenario = await loadScenarios(root);
    const planner = await createPlanner({ root, speed: 60, seed: 1, scenario, programs: programs! });
    const planned = scenario.drills.filter((drill) => expected.some(({ id }) => id === drill.id)).map(planner);
    const derived = planned.map(({ plan }) => ({ id: plan.id, speed: plan.speed.effective, ms: plan.lowerBound.ms }));
    expect(derived.sort((a, b) => a.id.localeCompare(b.id))).toEqual(
      expected.toSorted((a, b) => a.id.localeCompare(b.id)),
    );
  },
);

it('the six sums are 6.5, 70, 23, 21 and twice 133 seconds', () => {
  expect(expected.map(({ ms }) => ms)).toEqual([6_500, 70_000, 23_000, 21_000, 133_000, 133_000]);
});

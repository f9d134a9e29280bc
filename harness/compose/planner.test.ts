import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import type { Drill } from '../contract/index.ts';
import type { PlannedDrill } from '../engine/index.ts';
import { createPlanner } from './planner.ts';
import { disturb, drill, scenario } from './testing/drills.ts';

/** Stands for promtool and amtool: what they refuse is another test's. */
const programs = { promtool: 'true', amtool: 'true' };

/** Plans a drill on one rule, scraped every 10 s, evaluated every 5 s and grouped for 20 s and 40 s. */
const planFor = async (rule: string, change: Partial<Drill> = {}, speed = 10): Promise<PlannedDrill> => {
  const root = await mkdtemp(join(tmpdir(), 'firedrill-planner-'));
  try {
    await writeFile(join(root, 'rules.yml'), `groups: [{ name: g, rules: [{ alert: Broken, ${rule} }] }]\n`);
    await writeFile(join(root, 'prometheus.yml'), 'global: { scrape_interval: 10s, evaluation_interval: 5s }\n');
    await writeFile(
      join(root, 'alertmanager.yml'),
      'route: { receiver: r, group_wait: 20s, group_interval: 40s }\nreceivers: [{ name: r }]\n',
    );
    const system = {
      ...canoCollector,
      prometheus: 'prometheus.yml',
      alertmanager: 'alertmanager.yml',
      ruleFiles: [{ path: 'rules.yml', form: 'rules' as const }],
      alerts: [{ ...canoCollector.alerts[0]!, id: 'x', alertname: 'Broken' }],
    };
    const expectations = [
      { alertname: 'Broken', behaviour: 'fires-and-clears', timed: true, form: 'documented' } as const,
    ];
    const own = drill('alerts/it', { system, alertId: 'x', disturb, expectations: [...expectations], ...change });
    const planner = await createPlanner({ root, speed, seed: 1, programs, scenario: scenario(own) });
    return planner(own);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};

const fires = 'expr: "x > 5", for: 30s';

describe('the plan of a drill', () => {
  it('derives how long it waits from the settings as they run', async () => {
    const { waits, plan } = await planFor(fires);
    // Scrape 1 s and its timeout 1 s, evaluation 0.5 s, for 3 s and an evaluation, group_wait 2 s, the allowance twice.
    const notified = 1_000 + 1_000 + 500 + 3_000 + 500 + 2_000 + 1_500;
    const resolved = 1_000 + 1_000 + 500 + 4_000 + 1_500;
    expect(waits).toEqual({
      notifiedMs: notified + 1_500,
      watchMs: 0,
      resolvedMs: resolved + 1_500,
      quietTailMs: 1_000 + 500 + 4_000,
    });
    // A `for` that begins again is waited for a second time.
    expect(plan.timeoutMs).toBe(2 * (notified + 1_500) + resolved + 1_500 + 5_500 + 150_000);
  });

  it('watches silence to the latest moment of a notification, and no longer than that', async () => {
    const expectations = [{ alertname: 'Broken', behaviour: 'silent', timed: true, form: 'documented' } as const];
    const { waits, plan } = await planFor(fires, { expectations: [...expectations] });
    const notified = 1_000 + 1_000 + 500 + 3_000 + 500 + 2_000 + 1_500;
    expect(waits).toEqual({ notifiedMs: 0, watchMs: notified, resolvedMs: 0, quietTailMs: 0 });
    expect(plan.lowerBound.ms).toBe(notified - 1_500);
  });

  it('gives the fault the rule as it runs', async () => {
    let given: unknown;
    await planFor('expr: "rate(x[5m]) > 1", for: 30s', { disturb: (rule) => ((given = rule), disturb()) });
    expect(given).toMatchObject({
      alertname: 'Broken',
      lhs: expect.stringContaining('rate(x[') as string,
      threshold: 1,
      windowMs: 30_000,
      forMs: 3_000,
      scrapeIntervalMs: 1_000,
      speed: 10,
    });
  });

  it('takes the speed limit of the drill, and says that it decided', async () => {
    const { plan } = await planFor(fires, { speedLimits: [{ max: 4, because: 'thawing takes long' }] });
    expect(plan.speed).toEqual({ requested: 10, effective: 4, decidedBy: 'thawing takes long' });
    expect(plan.timing.settings.scrapeIntervalMs).toBe(2_500);
  });

  it('weighs more the faster it runs, unless the drill says what it weighs', async () => {
    const [slow, fast] = [await planFor(fires, {}, 5), await planFor(fires, {}, 10)];
    expect([slow.weight.cpu, fast.weight.cpu]).toEqual([0.0425, 0.045]);
    const weight = { cpu: 0.3, memoryMb: 9 };
    expect((await planFor(fires, { weight }, 10)).weight).toEqual(weight);
  });

  it('observes the left side of the comparison as it runs', async () => {
    const { expressions } = await planFor('expr: "rate(x[5m]) > 1", for: 30s');
    expect(expressions).toEqual([{ alertname: 'Broken', lhs: 'rate(x[30s])', threshold: 1 }]);
  });

  it.each(['absent(x)', 'x > 1 and y > 2', 'up{job=\\"x\\"} == 0'])(
    'observes no maximum of %s, which has none to be near to',
    async (expr) => {
      expect((await planFor(`expr: "${expr}", for: 30s`)).expressions).toEqual([]);
    },
  );

  it('loads corrected rules beside the documented ones, at the same speed', async () => {
    const correctedRules = 'groups: [{ name: c, rules: [{ alert: Fixed, expr: "rate(x[5m]) > 0" }] }]';
    const { plan, spec } = await planFor(fires, { correctedRules });
    expect(plan.rules).toEqual(['Broken', 'Fixed']);
    expect(Object.values(spec.rules).join('')).toContain('rate(x[30s]) > 0');
  });

  it('has another chance for another drill, and the same for the same', async () => {
    const [first, again, other] = await Promise.all([
      planFor(fires),
      planFor(fires),
      planFor(fires, { id: 'alerts/other' }),
    ]);
    expect(first.spec.seed).toBe(again.spec.seed);
    expect(first.spec.seed).not.toBe(other.spec.seed);
  });
});

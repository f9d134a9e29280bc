import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EnvironmentName, ScriptedDrill } from '../contract/index.ts';
import type { PlannedScript } from '../engine/index.ts';
import { planScript } from './plan-script.ts';

const written = `route: { receiver: r, group_wait: 30s, group_interval: 5m }
receivers: [{ name: r, webhook_configs: [{ url: '\${sink.r}/in' }] }]
`;

const planOf = async (
  change: Partial<ScriptedDrill> = {},
  speed = 60,
  environment?: EnvironmentName,
  amtool = 'true',
): Promise<PlannedScript> => {
  const root = await mkdtemp(join(tmpdir(), 'firedrill-script-'));
  try {
    await writeFile(join(root, 'a.yml'), written);
    const drill: ScriptedDrill = {
      id: 'routing/a',
      title: 'it arrives',
      system: 'shop',
      case: 'positive',
      alertmanager: { path: 'a.yml' },
      sinks: { r: 'webhook' },
      speed: 10,
      lowerBound: [
        { name: 'group_wait', earliestMs: 30_000, latestMs: 30_000 },
        { name: 'group_interval', earliestMs: 0, latestMs: 300_000 },
      ],
      steps: ['it arrives'],
      script: async () => await Promise.resolve(),
      ...change,
    };
    return await planScript(drill, { root, speed, seed: 1, environment, programs: { amtool, promtool: amtool } });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};

describe('the plan of a scripted drill', () => {
  it('divides the timers and the lower bound by the speed of the drill', async () => {
    const { plan, spec } = await planOf();
    expect(spec.alertmanager).toMatch(/group_wait: 3s, group_interval: 30s/);
    expect(plan.speed).toEqual({
      requested: 60,
      effective: 10,
      decidedBy: 'the drill, which meets no threshold',
    });
    expect(plan.lowerBound).toMatchObject({ ms: 3_000, terms: [{ earliestMs: 3_000 }, { latestMs: 30_000 }] });
    expect(plan).toMatchObject({ steps: ['it arrives'], timeoutMs: (3_000 + 30_000) * 4 + 120_000 });
  });

  it('weighs what its surroundings add, and may take as much longer', async () => {
    const [local, onKind] = [await planOf(), await planOf({}, 60, 'kind')];
    expect(onKind.plan.speed).toEqual(local.plan.speed);
    expect(onKind.plan.timeoutMs).toBe(local.plan.timeoutMs + 300_000);
    expect(onKind.weight.memoryMb).toBe(local.weight.memoryMb + 300);
  });

  it('leaves everything as it is in real time', async () => {
    const { plan, spec } = await planOf({}, 1);
    expect(spec.alertmanager).toBe(written);
    expect([plan.speed.effective, plan.lowerBound.ms, plan.rewrites]).toEqual([1, 30_000, []]);
  });

  it('adds what no speed shortens to the lower bound as it is', async () => {
    const unscaled = [{ name: 'silence', earliestMs: 6_000, latestMs: 7_000 }];
    const plans = [await planOf({ unscaled }), await planOf({ unscaled }, 1)].map(({ plan }) => plan);
    expect(plans.map(({ lowerBound }) => lowerBound.ms)).toEqual([9_000, 36_000]);
    expect(plans.map(({ timeoutMs }) => timeoutMs)).toEqual([40_000 * 4 + 120_000, 337_000 * 4 + 120_000]);
  });

  it('divides what the drill has changed', async () => {
    const change = (text: string): string => text.replace('30s', '40s');
    const { spec } = await planOf({ alertmanager: { path: 'a.yml', change } });
    expect(spec.alertmanager).toContain('group_wait: 4s');
  });

  it('starts one Alertmanager, or as many as the drill says, in a cluster or apart', async () => {
    const ofOne = (await planOf()).spec;
    expect([ofOne.members, ofOne.cluster, ofOne.keepsStorage]).toEqual([1, undefined, true]);
    expect((await planOf({ members: 3 })).spec).toMatchObject({ members: 3, cluster: { peerTimeoutMs: 1_500 } });
    const apart = (await planOf({ members: 3, joined: false })).spec;
    expect([apart.members, apart.cluster]).toEqual([3, undefined]);
  });

  it('throws for a configuration that Alertmanager refuses', async () => {
    await expect(planOf({}, 60, undefined, 'false')).rejects.toMatchObject({ code: 'ALERTMANAGER_CONFIG_INVALID' });
  });
});

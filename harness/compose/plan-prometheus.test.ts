import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScriptedPrometheus } from '../contract/index.ts';
import { planPrometheus } from './plan-prometheus.ts';

const config = `global: { scrape_interval: 30s, evaluation_interval: 10s, external_labels: { replica: '\${replica}' } }\n`;
const rules = 'groups: [{ name: g, rules: [{ alert: Down, expr: up == 0, for: 1m }] }]\n';

const planOf = async (change: Partial<ScriptedPrometheus> = {}, speed = 10, promtool = 'true') => {
  const root = await mkdtemp(join(tmpdir(), 'firedrill-prometheus-'));
  try {
    await writeFile(join(root, 'prometheus.yml'), config);
    await writeFile(join(root, 'rules.yml'), rules);
    const scripted = {
      ...{ replicas: 2, job: 'shop', target: 'target', path: 'prometheus.yml' },
      rules: { path: 'rules.yml', form: 'rules' },
      ...change,
    } as const;
    return await planPrometheus(scripted, { root, speed, promtool });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};
const graceOf = async (...args: Parameters<typeof planOf>): Promise<string[]> =>
  (await planOf(...args)).spec.flags.filter((flag) => flag.includes('for-grace-period'));

describe('the plan of a scripted Prometheus', () => {
  it('divides its intervals, its rules and its flags by the speed', async () => {
    const { spec, rewrites } = await planOf();
    expect(spec.config).toMatch(/scrape_interval: 3s, evaluation_interval: 1s/);
    expect(spec.config).toContain('${replica}');
    expect(spec.rules['0.yml']).toContain('for: 6s');
    expect(spec.flags).toContain('--rules.alert.resend-delay=6s');
    expect(rewrites.map(({ where }) => where)).toContain('rules.yml › group g › alert Down › for');
    expect(spec).toMatchObject({ replicas: 2, job: 'shop', target: 'target', keepsSamples: true });
  });

  it('takes the grace period of the drill in place of its default, in real time too', async () => {
    expect(await graceOf()).toEqual(['--rules.alert.for-grace-period=1m']);
    expect(await graceOf({ forGracePeriodMs: 20_000 })).toEqual(['--rules.alert.for-grace-period=2s']);
    expect(await graceOf({ forGracePeriodMs: 20_000 }, 1)).toEqual(['--rules.alert.for-grace-period=20s']);
    expect(await graceOf({}, 1)).toEqual([]);
  });

  it('divides what the drill has changed', async () => {
    const change = (text: string): string => text.replace('30s', '40s');
    expect((await planOf({ change })).spec.config).toContain('scrape_interval: 4s');
  });

  it('throws for a configuration that Prometheus refuses', async () => {
    await expect(planOf({}, 10, 'false')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

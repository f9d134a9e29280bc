import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvironmentName, Plan, ScriptedDrill, Speed } from '../contract/index.ts';
import type { PlannedScript } from '../engine/index.ts';
import { checkAlertmanager, clusterTimers, compressAlertmanager } from '../rules/index.ts';
import { planPrometheus } from './plan-prometheus.ts';
import { scriptedPlan } from './scripted-plan.ts';
import { seededHash } from './seeded-hash.ts';
import { surroundingsOf, weightIn, type Surroundings } from './surroundings-of.ts';

type Options = {
  readonly root: string;
  readonly speed: number;
  readonly seed: number;
  readonly environment?: EnvironmentName | undefined;
  readonly programs: { readonly promtool: string; readonly amtool: string };
};

const defaultWeight = { cpu: 0.05, memoryMb: 120 };
const standIn = 'http://127.0.0.1:9';

/**
 * Reads, changes, compresses and checks the configuration of a scripted drill. Throws `ALERTMANAGER_CONFIG_INVALID` for
 * one that Alertmanager refuses.
 */
export const planScript = async (drill: ScriptedDrill, options: Options): Promise<PlannedScript> => {
  const { path, change = (text: string) => text } = drill.alertmanager;
  const around = surroundingsOf(options.environment);
  const speed = options.speed === 1 ? 1 : drill.speed;
  const documented = change(await readFile(join(options.root, path), 'utf8'));
  const { text, rewrites } = compressAlertmanager(documented, path, speed);
  await checkAlertmanager(options.programs.amtool, text.replaceAll(/\$\{sink\.[\w-]+\}/g, standIn), path);
  const { id, sinks, members = 1, joined = true, keepsStorage = true, script, weight = defaultWeight } = drill;
  const cluster = members > 1 && joined ? { cluster: clusterTimers(speed) } : {};
  const { root, programs } = options;
  const prometheus =
    drill.prometheus === undefined
      ? undefined
      : await planPrometheus(drill.prometheus, { root, speed, promtool: programs.promtool });
  return {
    plan: {
      ...planOf(drill, { requested: options.speed, effective: speed }, around),
      rewrites: [...rewrites, ...(prometheus?.rewrites ?? [])],
    },
    spec: {
      drill: id,
      alertmanager: text,
      path,
      sinks,
      members,
      ...cluster,
      keepsStorage,
      ...(prometheus && { prometheus: prometheus.spec }),
      seed: seededHash(options.seed, id),
    },
    script,
    weight: weightIn(weight, around),
  };
};

const planOf = (
  drill: ScriptedDrill,
  { requested, effective }: Pick<Speed, 'requested' | 'effective'>,
  { overheadMs }: Surroundings,
): Omit<Plan, 'rewrites'> => {
  const scaled = drill.lowerBound.map(({ name, earliestMs, latestMs }) => ({
    name,
    earliestMs: earliestMs / effective,
    latestMs: latestMs / effective,
  }));
  const decidedBy = effective === 1 ? 'as requested' : 'the drill, which meets no threshold';
  const speed = { requested, effective, decidedBy };
  const plan = scriptedPlan(drill, { speed, terms: [...scaled, ...(drill.unscaled ?? [])] });
  return { ...plan, timeoutMs: plan.timeoutMs + overheadMs };
};

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrometheusSpec, Rewrite, ScriptedPrometheus } from '../contract/index.ts';
import { formatDuration } from '../core/index.ts';
import {
  checkPrometheus,
  checkRules,
  compressPrometheus,
  compressRules,
  loadRules,
  prometheusFlags,
  scaleMs,
} from '../rules/index.ts';

type Options = { readonly root: string; readonly speed: number; readonly promtool: string };

/**
 * Reads, changes, compresses and checks the files of a scripted drill's Prometheus. Throws `CONFIG_INVALID` or
 * `RULES_INVALID` for what promtool refuses.
 */
export const planPrometheus = async (
  prometheus: ScriptedPrometheus,
  { root, speed, promtool }: Options,
): Promise<{ spec: PrometheusSpec; rewrites: Rewrite[] }> => {
  const { path, rules, change = (text: string) => text, replicas, job, target, keepsSamples = true } = prometheus;
  const read = async (file: string): Promise<string> => await readFile(join(root, file), 'utf8');
  const config = compressPrometheus(change(await read(path)), path, speed);
  const compressed = compressRules(loadRules(rules, await read(rules.path)), speed);
  await checkPrometheus(promtool, config.text.replaceAll('${replica}', '0'), path);
  await checkRules(promtool, compressed.text, rules.path);
  return {
    spec: {
      ...{ replicas, job, target, keepsSamples },
      config: config.text,
      rules: { '0.yml': compressed.text },
      flags: flagsOf(prometheus, speed),
    },
    rewrites: [...config.rewrites, ...compressed.rewrites],
  };
};

const grace = '--rules.alert.for-grace-period';

const flagsOf = ({ forGracePeriodMs }: ScriptedPrometheus, speed: number): string[] => {
  const flags = prometheusFlags(speed);
  if (forGracePeriodMs === undefined) return flags;
  const own = `${grace}=${formatDuration(scaleMs(forGracePeriodMs, speed))}`;
  return [...flags.filter((flag) => !flag.startsWith(`${grace}=`)), own];
};

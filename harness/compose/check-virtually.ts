import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { virtualSystemSchema, type VirtualSystem } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { checkLoadedRules, loadRules } from '../rules/index.ts';
import { checkSystem, type CheckedAlert } from '../virtual/index.ts';
import { readProjectFile } from './documented-rules.ts';

export type VirtualCheck = {
  readonly alerts: readonly CheckedAlert[];
  /** Alerts that two systems call by the same name, which one Alertmanager cannot tell apart. */
  readonly sharedNames: readonly { readonly alertname: string; readonly systems: readonly string[] }[];
};

/** The finding that alerts of two systems have the same name. */
export const sharedNameFinding = 'cross.defect.generic-alert-names';

/**
 * Evaluates the documented rules of the named systems, or of all, as they are written and in virtual time. Throws
 * `SYSTEM_UNKNOWN`, `RULES_INVALID` with file and line, or what `checkSystem` throws.
 */
export const checkVirtually = async (
  root: string,
  names: readonly string[],
  promtool: string,
): Promise<VirtualCheck> => {
  const systems = choose(await loadVirtualSystems(root), names);
  const checked = await Promise.all(systems.map(async (system) => await checkOne(root, system, promtool)));
  return { alerts: checked.flat(), sharedNames: sharedNames(systems) };
};

const checkOne = async (root: string, system: VirtualSystem, promtool: string): Promise<CheckedAlert[]> => {
  const loaded = system.ruleFiles.map((file) => loadRules(file, readProjectFile(root, file.path)));
  for (const rules of loaded) await checkLoadedRules(promtool, rules);
  return await checkSystem(system, loaded, promtool);
};

const loadVirtualSystems = async (root: string): Promise<VirtualSystem[]> => {
  const paths = (await Array.fromAsync(glob('fixtures/systems/*/virtual.ts', { cwd: root }))).sort();
  return await Promise.all(
    paths.map(async (path) => {
      const module = (await import(pathToFileURL(join(root, path)).href)) as Record<string, unknown>;
      const read = virtualSystemSchema.safeParse(Object.values(module)[0]);
      if (read.success) return read.data;
      const got = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
      throw new HarnessError('CONFIG_INVALID', { what: 'nothing says how the alerts move', where: path, got });
    }),
  );
};

const choose = (systems: readonly VirtualSystem[], names: readonly string[]): readonly VirtualSystem[] => {
  const unknown = names.find((name) => systems.every((system) => system.name !== name));
  if (unknown !== undefined) {
    const expected = `one of ${systems.map(({ name }) => name).join(', ')}`;
    throw new HarnessError('SYSTEM_UNKNOWN', { what: 'no system has this name', expected, got: unknown });
  }
  return names.length === 0 ? systems : systems.filter(({ name }) => names.includes(name));
};

const sharedNames = (systems: readonly VirtualSystem[]): VirtualCheck['sharedNames'] => {
  const byName = Map.groupBy(
    systems.flatMap(({ name, alerts }) => alerts.map(({ alertname }) => ({ alertname, name }))),
    ({ alertname }) => alertname,
  );
  return [...byName]
    .map(([alertname, uses]) => ({ alertname, systems: [...new Set(uses.map(({ name }) => name))] }))
    .filter((each) => each.systems.length > 1);
};

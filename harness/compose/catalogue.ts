import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemSchema, type Scenario, type System } from '../contract/index.ts';
import { HarnessError, messageOf } from '../core/index.ts';
import { runbookDrills } from './runbook-drills.ts';

/** Loads every scenario of `scenarios/<suite>/*.ts` below `root`; throws `DRILL_INVALID` for a file that does not load. */
export const loadScenarios = async (root: string): Promise<Scenario> => {
  const scenarios: Scenario[] = [];
  for (const path of (await Array.fromAsync(glob('scenarios/*/*.ts', { cwd: root }))).sort()) {
    if (!path.endsWith('.test.ts')) scenarios.push(...(await loadFile(root, path)));
  }
  const drills = scenarios.flatMap((scenario) => scenario.drills);
  const scripted = [...scenarios.flatMap((scenario) => scenario.scripted ?? []), ...(await runbookDrills(root))];
  rejectDuplicates([...drills, ...scripted].map(({ id }) => id));
  new Set(drills.map(({ system }) => system)).forEach(checkSystem);
  return { drills, impossible: scenarios.flatMap((scenario) => scenario.impossible), scripted };
};

const loadFile = async (root: string, where: string): Promise<Scenario[]> => {
  try {
    const module = (await import(pathToFileURL(join(root, where)).href)) as Record<string, unknown>;
    return Object.values(module).filter(isScenario);
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    throw new HarnessError('DRILL_INVALID', {
      what: 'the scenario does not load',
      where,
      got: messageOf(cause),
      cause,
    });
  }
};

const isScenario = (value: unknown): value is Scenario =>
  typeof value === 'object' && value !== null && 'drills' in value && 'impossible' in value;

/** Holds a system to its schema, which knows no other keys; throws `CONFIG_INVALID` with every complaint. */
const checkSystem = (system: System): void => {
  const { error } = systemSchema.safeParse(system);
  if (error === undefined) return;
  const got = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new HarnessError('CONFIG_INVALID', {
    what: 'the system is not described as it has to be',
    where: system.name,
    got,
  });
};

const rejectDuplicates = (ids: readonly string[]): void => {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new HarnessError('DRILL_INVALID', { what: 'two drills have the same id', got: twice });
};

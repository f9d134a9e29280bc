import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sloSchema, type RecordingDefect, type Slo, type SloRecording, type SloSuite } from '../contract/index.ts';
import { HarnessError, type Clock } from '../core/index.ts';
import { openRecording } from '../environments/index.ts';
import { loadRules } from '../rules/index.ts';
import {
  burning,
  burnRateOf,
  evaluateRecording,
  openMetrics,
  placeRecordings,
  type BurnRate,
  type SloResult,
} from '../slo/index.ts';
import { loadScenarios } from './catalogue.ts';
import { readProjectFile } from './documented-rules.ts';

export type SloOptions = {
  readonly root: string;
  /** Only objectives of these systems; all when none is named. */
  readonly systems: readonly string[];
  readonly defect: string | undefined;
  readonly runId: string;
  readonly programs: { readonly prometheus: string; readonly promtool: string };
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

export type SloReport = {
  readonly objectives: readonly {
    readonly id: string;
    readonly title: string;
    readonly objective: number;
    /** The documented threshold and the corrected one against the budget. */
    readonly documented: BurnRate;
    readonly corrected: BurnRate;
  }[];
  readonly results: readonly SloResult[];
};

type Rules = ReadonlyMap<string, { readonly expr: string; readonly forMs: number }>;

/**
 * Evaluates the documented objectives over their recordings by a real Prometheus, as the named broken system would have
 * recorded them if there is one. Throws `SYSTEM_UNKNOWN`, `DEFECT_UNKNOWN`, `CONFIG_INVALID` or `DRILL_INVALID`, and
 * the reason of the signal once that is aborted.
 */
export const evaluateSlos = async (options: SloOptions): Promise<SloReport> => {
  const { root, systems, clock, runId, programs, signal } = options;
  const suite = await loadSlos(root);
  const recordings = choose(suite.recordings, systems);
  const defect = findDefect(suite.defects, options.defect);
  const rules = await rulesOf(root, recordings);
  const placed = placeRecordings(recordings);
  await using recorded = await openRecording({ runId, samples: openMetrics(placed, defect), programs, clock, signal });
  const results: SloResult[] = [];
  for (const each of placed) {
    results.push(await evaluateRecording(recorded.url, each, ruleOf(rules, each.recording.slo)));
    signal.throwIfAborted();
  }
  const slos = [...new Map(recordings.map(({ slo }) => [slo.id, slo])).values()];
  return { objectives: slos.map((slo) => objectiveOf(slo, ruleOf(rules, slo).expr)), results };
};

const objectiveOf = (slo: Slo, expr: string): SloReport['objectives'][number] => {
  const { id, title, objective, windowSeconds, corrected } = slo;
  return {
    id,
    title,
    objective,
    documented: burnRateOf(slo, expr),
    corrected: burning(corrected.burnRate, 1 / (1 - objective), windowSeconds),
  };
};

const loadSlos = async (root: string): Promise<SloSuite> => {
  const paths = (await Array.fromAsync(glob('scenarios/slo/*.ts', { cwd: root }))).sort();
  const suites = await Promise.all(
    paths
      .filter((path) => !path.endsWith('.test.ts'))
      .map(async (path) =>
        Object.values((await import(pathToFileURL(join(root, path)).href)) as object).filter(isSuite),
      ),
  );
  const all = suites.flat();
  const recordings = all.flatMap((suite) => suite.recordings);
  recordings.forEach(checkRecording);
  return { recordings, defects: all.flatMap(({ defects }) => defects) };
};

const isSuite = (value: unknown): value is SloSuite =>
  typeof value === 'object' && value !== null && 'recordings' in value && 'defects' in value;

const checkRecording = ({ name, slo }: SloRecording): void => {
  const { error } = sloSchema.safeParse(slo);
  if (error === undefined) return;
  const got = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new HarnessError('CONFIG_INVALID', {
    what: 'the objective is not described as it has to be',
    where: name,
    got,
  });
};

const choose = (all: readonly SloRecording[], systems: readonly string[]): readonly SloRecording[] => {
  const known = [...new Set(all.map(({ slo }) => slo.system))];
  const unknown = systems.find((name) => !known.includes(name));
  if (unknown === undefined) return systems.length === 0 ? all : all.filter(({ slo }) => systems.includes(slo.system));
  const expected = `one of ${known.join(', ')}`;
  throw new HarnessError('SYSTEM_UNKNOWN', {
    what: 'no objective of this system is documented',
    expected,
    got: unknown,
  });
};

const findDefect = (all: readonly RecordingDefect[], name: string | undefined): RecordingDefect | undefined => {
  const found = all.find((defect) => defect.name === name);
  if (name === undefined || found !== undefined) return found;
  const next = `one of ${all.map((defect) => defect.name).join(', ')}`;
  throw new HarnessError('DEFECT_UNKNOWN', {
    what: 'nothing is recorded by a system that is broken so',
    got: name,
    next,
  });
};

const rulesOf = async (root: string, recordings: readonly SloRecording[]): Promise<Rules> => {
  const names = new Set(recordings.map(({ slo }) => slo.system));
  const systems = new Map((await loadScenarios(root)).drills.map(({ system }) => [system.name, system]));
  const files = [...systems.values()].filter(({ name }) => names.has(name)).flatMap(({ ruleFiles }) => ruleFiles);
  const rules = files.flatMap((file) =>
    loadRules(file, readProjectFile(root, file.path)).groups.flatMap((group) => group.rules),
  );
  return new Map(rules.flatMap(({ alert, expr, forMs }) => (alert === undefined ? [] : [[alert, { expr, forMs }]])));
};

const ruleOf = (rules: Rules, { id, alertname }: Slo): { readonly expr: string; readonly forMs: number } => {
  const rule = rules.get(alertname);
  if (rule === undefined)
    throw new HarnessError('DRILL_INVALID', { what: 'no rule guards this objective', where: id, got: alertname });
  return rule;
};

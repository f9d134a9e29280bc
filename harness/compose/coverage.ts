import type { CoveredAlert, DescribedDrill } from '../contract/index.ts';
import { coverAlert } from '../verdict/index.ts';
import { loadScenarios } from './catalogue.ts';
import { checkVirtually } from './check-virtually.ts';
import { newestVerdicts, type NewestVerdicts } from './newest-verdicts.ts';

export type Coverage = {
  readonly alerts: readonly CoveredAlert[];
  readonly runs: NewestVerdicts['runs'];
};

export type CoverageOptions = {
  readonly root: string;
  /** Only alerts of these systems; all when none is named. */
  readonly systems: readonly string[];
  /** The folders of runs; all below `out` when none is named. */
  readonly folders: readonly string[];
  readonly out: string;
  readonly promtool: string;
};

/**
 * Folds what the newest runs and virtual time have shown into the ladder of every documented alert. Throws what
 * `checkVirtually` and `newestVerdicts` throw.
 */
export const coverage = async ({ root, systems, folders, out, promtool }: CoverageOptions): Promise<Coverage> => {
  const scenario = await loadScenarios(root);
  const described = scenario.drills.map(({ id, system, case: name, alertId }): DescribedDrill => ({
    id,
    system: system.name,
    case: name,
    alertId,
  }));
  const rehearsals = (scenario.scripted ?? []).flatMap((drill): DescribedDrill[] => {
    if (!('procedure' in drill) || drill.rehearsal.clears === undefined) return [];
    return [{ id: drill.id, system: drill.system, case: drill.case, clears: drill.rehearsal.clears }];
  });
  const wanted = new Set([...described, ...rehearsals, ...scenario.impossible].map(({ id }) => id));
  const { judged, impossible, runs } = await newestVerdicts(wanted, folders, out);
  const { alerts } = await checkVirtually(root, systems, promtool);
  return {
    alerts: alerts.map(({ results, ...alert }) =>
      coverAlert({ ...alert, virtual: results, described: [...described, ...rehearsals], judged, impossible }),
    ),
    runs: runs.map(({ runId, startedAt, speed }) => ({ runId, startedAt, speed })),
  };
};

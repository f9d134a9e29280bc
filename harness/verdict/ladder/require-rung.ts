import { rungNames, type CoveredAlert, type Rung, type RungName } from '../../contract/index.ts';

export type MissedRung = { readonly alert: string; readonly rung: Rung };

/**
 * The first rung up to `required` that each alert has not reached and that is not listed as out of reach either. Whether a
 * runbook clears an alert is asked for by itself.
 */
export const missedRungs = (alerts: readonly CoveredAlert[], required: RungName): MissedRung[] => {
  const upTo = required === 'rehearsed' ? [required] : rungNames.slice(0, rungNames.indexOf(required) + 1);
  return alerts.flatMap(({ id, rungs }) => {
    const rung = rungs.find(({ name, outcome, listed }) => upTo.includes(name) && outcome !== 'held' && !listed);
    return rung === undefined ? [] : [{ alert: id, rung }];
  });
};

/** The exit status of a ladder that has to reach a rung: 1 breached, 3 errored, 4 not told or no alert at all, else 0. */
export const ladderExitCode = (alerts: readonly CoveredAlert[], missed: readonly MissedRung[]): number => {
  const is = (outcome: Rung['outcome']): boolean => missed.some(({ rung }) => rung.outcome === outcome);
  if (is('breached')) return 1;
  if (is('errored')) return 3;
  return missed.length > 0 || alerts.length === 0 ? 4 : 0;
};

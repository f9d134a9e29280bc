import type { JudgedDrill, Outcome, RunRecord } from '../../harness/contract/index.ts';
import { outcomeFaces, outcomesByUrgency } from './outcome-faces.ts';
import { count, seconds, speedText } from './plain-text.ts';

/** Gives the outcome that the whole run stands under; a run in which nothing was drilled is errored. */
export const runOutcome = ({ totals, interrupted }: RunRecord): Outcome => {
  if (totals.breached > 0) return 'breached';
  if (totals.errored > 0 || interrupted !== undefined) return 'errored';
  if (totals.inconclusive > 0) return 'inconclusive';
  if (totals.held > 0) return 'held';
  return totals.skipped > 0 ? 'skipped' : 'errored';
};

/** Writes the totals that are not zero: `1 breached · 12 held`. */
export const totalsText = (run: RunRecord): string => {
  const parts = outcomesByUrgency.filter((outcome) => run.totals[outcome] > 0);
  if (parts.length === 0) return 'no drill ran';
  return parts.map((outcome) => `${run.totals[outcome]} ${outcomeFaces[outcome].word}`).join(' · ');
};

/** Gives how many times the lower bound the run took; undefined while one of them is unknown. */
export const wallRatio = ({ wallMs, lowerBoundMs }: RunRecord): number | undefined =>
  wallMs === undefined || lowerBoundMs <= 0 ? undefined : wallMs / lowerBoundMs;

/** Writes `wall 74.1 s · lower bound 67.3 s · ratio 1.10`. */
export const wallText = (run: RunRecord): string => {
  const ratio = wallRatio(run);
  return [
    run.wallMs === undefined ? 'wall unknown' : `wall ${seconds(run.wallMs)} s`,
    `lower bound ${seconds(run.lowerBoundMs)} s`,
    ...(ratio === undefined ? [] : [`ratio ${ratio.toFixed(2)}`]),
  ].join(' · ');
};

/** Gives the drills, those that need a reader first, and otherwise in the run's order. */
export const byUrgency = (drills: readonly JudgedDrill[]): JudgedDrill[] =>
  drills.toSorted((a, b) => rank(a.verdict.outcome) - rank(b.verdict.outcome));

/** Gives the drills that did not hold and were not skipped either. */
export const notHeld = (drills: readonly JudgedDrill[]): JudgedDrill[] =>
  byUrgency(drills).filter(({ verdict }) => verdict.outcome !== 'held' && verdict.outcome !== 'skipped');

/** Gives every finding that a drill, or a panel asked in one, was to prove, the proven ones first. */
export const findings = (run: RunRecord) =>
  [
    ...run.drills.flatMap(({ verdict, plan }) =>
      verdict.finding === undefined ? [] : [{ ...verdict.finding, source: plan?.source }],
    ),
    ...(run.dashboards ?? []).flatMap(({ panels }) =>
      panels.flatMap(({ finding, source }) => (finding === undefined ? [] : [{ ...finding, source }])),
    ),
  ].toSorted((a, b) => Number(b.proven) - Number(a.proven));

/** Groups the cases that cannot exist by their reason. */
export const impossibleByReason = ({ impossible }: RunRecord) =>
  [...Map.groupBy(impossible, ({ reason }) => reason)].map(([reason, cases]) => ({ reason, cases }));

/** Writes what the run was: environment, speed, seed, and the defect if it had one. */
export const runText = ({ environment, speed, seed, defect, drills }: RunRecord): string =>
  [
    count(drills.length, 'drill'),
    environment,
    `speed ${speedText(speed)}`,
    `seed ${seed}`,
    ...(defect === undefined ? [] : [`defect ${defect}`]),
  ].join(' · ');

const rank = (outcome: Outcome): number => outcomesByUrgency.indexOf(outcome);

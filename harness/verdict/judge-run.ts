import type { FoldedRun, JudgedDashboard, JudgedDrill, Outcome, RunRecord } from '../contract/index.ts';
import { judgeDashboards } from './judge-dashboards.ts';
import { judgeDrill } from './judge-drill.ts';

type Totals = RunRecord['totals'];

/** Judges a folded run: every drill, the totals and the exit status. `strict` makes a proven finding a breach. */
export const judgeRun = (folded: FoldedRun, strict = false): RunRecord => {
  const drills = folded.drills.map((record): JudgedDrill => ({ ...record, verdict: judgeDrill(record) }));
  const totals = countOutcomes(drills);
  const { started, ended, interrupted, impossible } = folded;
  const dashboards = folded.dashboards && judgeDashboards(folded.dashboards, drills);
  const isProven = drills.some((drill) => drill.verdict.finding?.proven) || hasProven(dashboards ?? []);
  const bounds = drills
    .filter(({ verdict }) => verdict.outcome !== 'skipped')
    .map(({ plan }) => plan?.lowerBound.ms ?? 0);
  return {
    schema: 1,
    runId: started?.runId ?? '',
    version: started?.version ?? '',
    environment: started?.environment ?? '',
    speed: started?.speed ?? 0,
    seed: started?.seed ?? 0,
    defect: started?.defect,
    tools: started?.tools ?? {},
    host: started?.host ?? { cores: 0, memoryMb: 0 },
    startedAt: started === undefined ? 0 : started.at - started.processAgeMs,
    endedAt: ended?.at,
    wallMs: ended?.wallMs,
    lowerBoundMs: Math.max(0, ...bounds),
    interrupted,
    drills,
    impossible,
    ...(dashboards && { dashboards }),
    totals,
    exitCode: exitCode(totals, interrupted !== undefined, strict && isProven),
  };
};

const hasProven = (dashboards: readonly JudgedDashboard[]): boolean =>
  dashboards.some(({ panels }) => panels.some(({ finding }) => finding?.proven));

const countOutcomes = (drills: readonly JudgedDrill[]): Totals => {
  const count = (outcome: Outcome): number => drills.filter(({ verdict }) => verdict.outcome === outcome).length;
  return {
    held: count('held'),
    breached: count('breached'),
    inconclusive: count('inconclusive'),
    errored: count('errored'),
    skipped: count('skipped'),
  };
};

/** 130 interrupted, 1 breached, 3 errored, 4 inconclusive or nothing held, 0 held. */
const exitCode = (totals: Totals, wasInterrupted: boolean, strictFinding: boolean): number => {
  if (wasInterrupted) return 130;
  if (totals.breached > 0 || strictFinding) return 1;
  if (totals.errored > 0) return 3;
  return totals.inconclusive > 0 || totals.held === 0 ? 4 : 0;
};

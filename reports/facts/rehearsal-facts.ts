import type { ArmRecord, JudgedDrill, RehearsalPlan, RunbookState } from '../../harness/contract/index.ts';

/** What a rehearsal came to, in the words of a table. */
export type RehearsalFacts = {
  readonly plan: RehearsalPlan;
  readonly state: RunbookState;
  /** Why it is in this state, where it is not the expected one. */
  readonly because: string | undefined;
  readonly arms: readonly ArmRecord[];
  /** How long the procedure took to repair, in ms: the documented form, or the corrected one where that fails. */
  readonly repairedMs: number | undefined;
};

/** Gives what a drill says of its procedure; undefined for a drill that rehearses none. */
export const rehearsalFacts = ({ plan, verdict, arms = [] }: JudgedDrill): RehearsalFacts | undefined => {
  const rehearsal = plan?.rehearsal;
  if (rehearsal === undefined) return undefined;
  const { outcome, reasons } = verdict;
  const repaired = arms.findLast(({ repairedMs }) => repairedMs !== undefined);
  return {
    plan: rehearsal,
    state: stateOf(outcome, rehearsal.state),
    because: outcome === 'held' ? undefined : reasons[0],
    arms,
    repairedMs: repaired?.repairedMs,
  };
};

const stateOf = (outcome: JudgedDrill['verdict']['outcome'], planned: RunbookState): RunbookState => {
  if (outcome === 'held') return planned;
  if (outcome === 'skipped') return 'not executable here';
  return outcome === 'breached' ? 'breached' : 'not decided';
};

const many: Readonly<Record<RunbookState, string>> = {
  'works as written': 'work as written',
  'fails as written, works corrected': 'fail as written, work corrected',
  'not executable here': 'not executable here',
  breached: 'breached',
  'not decided': 'not decided',
};

/** The procedures of a run counted by their states, those that were executed first, and the mean time to repair. */
export const rehearsalTotals = (all: readonly RehearsalFacts[]): string => {
  const byState = Map.groupBy(all, ({ state }) => state);
  const counts = [...byState].map(([state, own]) => `${own.length} ${own.length === 1 ? state : many[state]}`);
  const times = all.flatMap(({ repairedMs }) => repairedMs ?? []);
  const mean = times.reduce((sum, each) => sum + each, 0) / times.length;
  const executed = all.filter(({ state }) => state !== 'not executable here' && state !== 'not decided').length;
  const repair = times.length === 0 ? '' : ` · mean time to repair ${secondsText(mean)} over ${times.length}`;
  return `${all.length} procedures, ${executed} executed: ${counts.join(' · ')}${repair}`;
};

/** A duration as `12.3 s`. */
export const secondsText = (ms: number | undefined): string => (ms === undefined ? '–' : `${(ms / 1000).toFixed(1)} s`);

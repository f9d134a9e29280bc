import type { AlertTransition, LedgerSummary } from '../contract/index.ts';
import { createBlockCounts } from './block-counts.ts';
import { fateOf } from './fate-of.ts';
import { createFaultBook } from './fault-book.ts';
import { createHistogram } from './histogram.ts';
import type { KnownTransition } from './transition-table.ts';

/** Adds up what became of alerts. */
export type Tally = {
  add(id: string, firing: KnownTransition, resolved: KnownTransition): void;
  summary(): LedgerSummary;
};

export type TallyOptions = {
  /** How long after its intended time a transition may arrive, in ms. */
  readonly lateMs: number;
  /** The spans of intended times in which what is judged is counted, in ms. */
  readonly blockMs: number;
  /** How many of each that is wrong are named; 10 unless given. */
  readonly examples?: number;
};

/** Clocks that tell whole milliseconds make an arrival look early by less than this. */
const clockStepMs = 1;

/** Whether the end was sent before the begin was answered: then nobody says which of them came first. */
const overlap = ({ answeredMs }: KnownTransition, { sentMs }: KnownTransition): boolean =>
  answeredMs !== undefined && sentMs !== undefined && sentMs < answeredMs;

/** Makes an empty tally of what was watched until `endAt`. */
export const createTally = ({ lateMs, blockMs, examples = 10 }: TallyOptions, endAt: number, resent: number): Tally => {
  const counts = { acknowledged: 0, refused: 0, unanswered: 0, arrivals: 0, onTime: 0 };
  const faults = createFaultBook(examples);
  const latency = createHistogram(lateMs);
  const blocks = createBlockCounts(blockMs);

  const addTransition = (transition: AlertTransition, known: KnownTransition): void => {
    const { answer, intendedMs, firstArrival, arrivals } = known;
    const [fate, at] = [fateOf(known, lateMs, endAt), intendedMs ?? firstArrival ?? endAt];
    if (answer !== undefined) counts[answer] += 1;
    counts.arrivals += arrivals;
    if (arrivals > 1) faults.note('duplicated', transition, at, arrivals - 1);
    if (fate === 'onTime') counts.onTime += 1;
    else if (fate !== undefined) faults.note(fate, transition, at);
    if (fate !== 'onTime' && fate !== 'late' && fate !== 'lost') return;
    blocks.add(at, fate === 'onTime');
    if (firstArrival === undefined) return;
    latency.add(firstArrival - at);
    if (at - firstArrival >= clockStepMs) faults.note('early', transition, at);
  };

  return {
    add(id, firing, resolved) {
      const end = { id, status: 'resolved' } as const;
      addTransition({ id, status: 'firing' }, firing);
      addTransition(end, resolved);
      if (firing.firstArrival === undefined) return;
      const { intendedMs, firstArrival = Infinity } = resolved;
      if (fateOf(resolved, lateMs, endAt) === 'lost') faults.note('stuck', end, intendedMs ?? endAt);
      if (firstArrival < firing.firstArrival && !overlap(firing, resolved)) faults.note('reordered', end, firstArrival);
    },
    summary() {
      const all = { ...counts, ...faults.counts(), resent };
      const sent = all.acknowledged + all.refused + all.unanswered;
      const named = { counts: { ...all, sent, delivered: all.onTime + all.late }, examples: faults.examples() };
      return { lateMs, endAt, ...named, latency: latency.data(), blocks: blocks.data() };
    },
  };
};

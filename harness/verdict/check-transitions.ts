import {
  transitionNames,
  type Bound,
  type Check,
  type DrillRecord,
  type Expectation,
  type TransitionName,
} from '../contract/index.ts';
import { explainedDelayMs, wasHeldUp } from './held-up.ts';
import { boundText, documentedAt, momentOf, sinceFault } from './moments.ts';

const words: Readonly<Record<TransitionName, string>> = {
  pending: 'pending',
  firing: 'firing',
  sent: 'sent to Alertmanager',
  notified: 'notified at the receiver',
  cleared: 'cleared',
  resolvedNotified: 'resolved at the receiver',
};

const afterRemoval: readonly TransitionName[] = ['cleared', 'resolvedNotified'];

export type Bounds = Partial<Readonly<Record<TransitionName, Bound>>>;

/** Checks that an alert went through every transition, each within its bound where the expectation is timed. */
export const checkTransitions = (record: DrillRecord, expectation: Expectation, bounds: Bounds): Check[] =>
  transitionNames
    .filter((transition) => expectation.behaviour === 'fires-and-clears' || !afterRemoval.includes(transition))
    .filter((transition) => transition !== 'pending' || (record.plan?.timing.settings.forMs ?? 0) > 0)
    .map((transition) =>
      checkTransition(record, expectation, transition, expectation.timed ? bounds[transition] : undefined),
    );

const checkTransition = (
  record: DrillRecord,
  { alertname }: Expectation,
  transition: TransitionName,
  bound: Bound | undefined,
): Check => {
  const observed = momentOf(record, alertname, transition);
  const name = `${alertname} ${words[transition]}`;
  const when = bound === undefined ? '' : ` from ${boundText(record, bound)}`;
  const outcome = judge(record, observed, bound, transition);
  const seen = observed === undefined ? 'never seen' : `seen at ${sinceFault(record, observed)}`;
  const where = outcome === 'held' ? '' : documentedAt(record);
  const message = `${name}: expected${when === '' ? ' after the fault' : when}, ${seen}${stallNote(record, outcome)}${where}`;
  return { name, alertname, outcome, message, transition, observed, ...(bound === undefined ? {} : { bound }) };
};

const judge = (
  record: DrillRecord,
  observed: number | undefined,
  bound: Bound | undefined,
  transition: TransitionName,
): Check['outcome'] => {
  const late = observed === undefined || (bound !== undefined && observed > bound.latest);
  if (late) return isExplained(record, observed, bound, transition) ? 'inconclusive' : 'breached';
  return bound !== undefined && observed < bound.earliest ? 'breached' : 'held';
};

/**
 * Whether the machine was held up, and it is no later than that explains; how much is told only of what follows the fault,
 * for as long as that was watched.
 */
const isExplained = (
  record: DrillRecord,
  observed: number | undefined,
  bound: Bound | undefined,
  transition: TransitionName,
): boolean => {
  if (bound === undefined || afterRemoval.includes(transition)) return wasHeldUp(record);
  const watchedUntil = observed ?? record.phases.find(({ phase }) => phase === 'recovery')?.at ?? bound.latest;
  return wasHeldUp(record, watchedUntil) && watchedUntil - bound.latest <= explainedDelayMs(record, watchedUntil);
};

const stallNote = ({ machine }: DrillRecord, outcome: Check['outcome']): string =>
  outcome === 'inconclusive' && machine !== undefined
    ? `; the machine stalled for ${machine.stallMs} ms, Prometheus missed ${machine.missedEvaluations} evaluations and ${machine.failedScrapes} scrapes`
    : '';

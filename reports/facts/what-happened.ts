import type { JudgedDrill, TransitionName } from '../../harness/contract/index.ts';
import { accountsOf } from './account-facts.ts';
import { deliveriesText } from './deliveries-text.ts';
import { reasonsOf, transitionChecks, zeroOf, type TransitionCheck } from './drill-facts.ts';
import { count, interval, offset, seconds } from './plain-text.ts';

const verbs = {
  pending: 'pending',
  firing: 'fired',
  sent: 'sent',
  notified: 'notified',
  cleared: 'cleared',
  resolvedNotified: 'resolved',
} satisfies Record<TransitionName, string>;
const told: readonly TransitionName[] = ['firing', 'notified', 'cleared'];

/** Says in a few words what a drill saw: for transitions the observed moment against its bound, else its reason. */
export const whatHappened = (drill: JudgedDrill, detail: 'bounds' | 'brief' = 'bounds'): string => {
  const { verdict } = drill;
  if (detail === 'bounds' && isToldByAccounts(drill)) return deliveriesText(drill, detail) ?? firstReason(drill);
  const transitions = transitionChecks(drill).filter(({ transition }) => told.includes(transition));
  if (verdict.outcome !== 'held' && (transitions.length === 0 || detail === 'brief')) return firstReason(drill);
  if (verdict.finding?.proven === true) return `shows ${verdict.finding.id}`;
  return transitions.length > 0
    ? transitionsText(drill, transitions, detail)
    : (deliveriesText(drill, detail) ?? silenceText(drill));
};

/** Whether it is an account that makes the drill breached; the reasons stand elsewhere then. */
const isToldByAccounts = (drill: JudgedDrill): boolean =>
  drill.verdict.outcome === 'breached' &&
  accountsOf(drill, 'judged').some(({ judged }) => judged?.outcome === 'breached');

const firstReason = (drill: JudgedDrill): string => reasonsOf(drill)[0] ?? 'no reason given';

const transitionsText = (drill: JudgedDrill, checks: readonly TransitionCheck[], detail: 'bounds' | 'brief'): string =>
  checks
    .map((check, index) => transitionText(check, zeroOf(drill).at, detail, index).replaceAll(' ', '\u00a0'))
    .join(', ');

const transitionText = (
  { transition, observed, bound }: TransitionCheck,
  zero: number,
  detail: 'bounds' | 'brief',
  index: number,
): string => {
  const expected = bound === undefined ? '' : interval(bound, zero);
  if (observed === undefined) return `not ${verbs[transition]}${parenthesis(expected)}`;
  const seen = `${verbs[transition]} ${offset(observed, zero)}`;
  if (detail === 'bounds') return `${seen}${parenthesis(expected)}`;
  if (index === 0) return `${seen}${parenthesis(bound === undefined ? '' : `${expected}, ${bound.dominant}`)}`;
  return transition === 'cleared' ? 'cleared' : seen;
};

const parenthesis = (text: string): string => (text === '' ? '' : ` (${text})`);

const silenceText = (drill: JudgedDrill): string => {
  if (drill.plan?.steps !== undefined) return `${count(drill.plan.steps.length, 'step')} as expected`;
  if (drill.case === 'healthy') return `${count(drill.plan?.rules.length ?? 0, 'rule')} silent${watchedText(drill)}`;
  const pending = drill.sightings.find(({ seen }) => seen === 'pending');
  const before = pending === undefined ? '' : `pending ${offset(pending.when, zeroOf(drill).at)}, `;
  const maxima = drill.case === 'just-under' ? drill.expressions.map(maximumText) : [];
  return [`${before}never fired`, ...maxima].join(', ');
};

const watchedText = ({ phases }: JudgedDrill): string => {
  const from = phases.find(({ phase }) => phase === 'steady')?.at;
  const to = phases.find(({ phase }) => phase === 'collect')?.at;
  return from === undefined || to === undefined ? '' : ` for ${seconds(to - from)} s`;
};

/** Writes an expression's greatest value against its threshold: `maximum 0.0834 of 0.1 (83.4 %)`. */
export const maximumText = ({ max, threshold }: JudgedDrill['expressions'][number]): string => {
  if (max === undefined) return `no value to hold against ${threshold}`;
  const value = Math.abs(max) < 1000 ? Number(max.toPrecision(4)) : Math.round(max);
  if (threshold === 0) return `maximum ${value}, threshold 0`;
  return `maximum ${value} of ${threshold} (${percent(max / threshold)})`;
};

/** Rounded away from the threshold, so that only what meets it reads as 100 %. */
const percent = (share: number): string => {
  const tenths = share < 1 ? Math.floor(share * 1000 + 1e-9) : Math.ceil(share * 1000 - 1e-9);
  return `${(tenths / 10).toFixed(1)} %`;
};

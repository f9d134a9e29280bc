import type { JudgedDrill, TransitionName } from '../../../harness/contract/index.ts';
import { notificationsOf, transitionChecks, type TransitionCheck } from '../../facts/drill-facts.ts';
import { outcomeFaces } from '../../facts/outcome-faces.ts';
import { interval, offset, signed } from '../../facts/plain-text.ts';
import { markup, type Fragment, type Html } from '../markup.ts';
import { bar, bracket, mark, sign, tick } from './drawing.ts';
import type { Row } from './row.ts';
import type { Scale } from './scale.ts';
import { spansOf } from './spans.ts';

const names = {
  pending: 'pending',
  firing: 'firing',
  sent: 'sent',
  notified: 'notified',
  cleared: 'cleared',
  resolvedNotified: 'resolved',
} satisfies Record<TransitionName, string>;

/** Gives the rows of one alert: its name, its states, its notifications, and each transition against its bound. */
export const alertRows = (drill: JudgedDrill, alertname: string, scale: Scale): Row[] => {
  const spans = spansOf(drill, alertname, scale.to);
  const notifications = notificationsOf(drill).filter((one) => one.alertname === alertname);
  const checks = transitionChecks(drill).filter((check) => check.alertname === alertname);
  const isQuiet = spans.length === 0 && notifications.length === 0;
  const heading: Row = {
    kind: 'alert',
    label: markup`<strong>${alertname}</strong>`,
    value: roleOf(drill, alertname),
    plot: markup`<rect class="gap" width="100%" height="22"/>`,
  };
  if (isQuiet && checks.length === 0)
    return [{ ...heading, value: isSilent(drill, alertname) ? 'silent' : 'nothing seen' }];
  return [
    heading,
    {
      kind: 'state',
      label: 'state',
      plot: markup`${spans.map((span) => bar(scale, { ...span, className: span.state, label: span.state }))}`,
    },
    {
      kind: 'state',
      label: 'receiver',
      value: `${notifications.length} received`,
      plot: markup`${notifications.map((one) => notificationMark(one, scale))}`,
    },
    ...checks.map((check) => transitionRow(check, scale)),
  ];
};

const isSilent = ({ plan }: JudgedDrill, alertname: string): boolean =>
  plan?.expectations.some((one) => one.alertname === alertname && one.behaviour === 'silent') === true;

const roleOf = ({ plan }: JudgedDrill, alertname: string): string => {
  const expected = plan?.expectations.find((expectation) => expectation.alertname === alertname);
  if (expected !== undefined) return expected.form === 'corrected' ? 'corrected rule' : '';
  if (plan?.companions.must.includes(alertname) === true) return 'companion';
  return plan?.companions.may.includes(alertname) === true ? 'may fire too' : 'not expected';
};

const notificationMark = (
  { seen, when, receiver = 'receiver' }: ReturnType<typeof notificationsOf>[number],
  scale: Scale,
): Html => {
  const kind = seen === 'resolved' ? 'resolved' : 'firing';
  return mark(scale, when, kind, `${kind} at ${receiver} ${offset(when, scale.zero)}`);
};

const transitionRow = (check: TransitionCheck, scale: Scale): Row => {
  const { transition, bound, observed, outcome } = check;
  const expected = bound === undefined ? '' : interval(bound, scale.zero, 2);
  const seen = observed === undefined ? 'never' : signed(observed - scale.zero, 2);
  return {
    kind: 'bound',
    label: names[transition],
    value: markup`<span class="${outcome}">${outcomeFaces[outcome].symbol} ${seen}</span> <span class="muted">${expected}</span>`,
    plot: markup`${bound && bracket(scale, bound.earliest, bound.latest)}${seenMark(check, scale)}`,
  };
};

const seenMark = ({ transition, bound, observed, outcome }: TransitionCheck, scale: Scale): Fragment => {
  if (observed === undefined) return bound && outcome !== 'held' && sign(scale, bound.latest, outcome);
  const expected = bound === undefined ? '' : `, expected ${interval(bound, scale.zero, 2)} s (${bound.dominant})`;
  const title = `${names[transition]} ${offset(observed, scale.zero)}${expected}`;
  return [tick(scale, observed, outcome, title), outcome !== 'held' && sign(scale, observed, outcome)];
};

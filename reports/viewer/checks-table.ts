import type { Check, JudgedDrill } from '../../harness/contract/index.ts';
import { zeroOf, type Zero } from '../facts/drill-facts.ts';
import { count, signed } from '../facts/plain-text.ts';
import { markup, type Fragment, type Html } from './markup.ts';
import { badge, table } from './parts.ts';

const columns = ['Check', 'Observed', 'Earliest', 'Latest', 'Dominated by', 'Outcome'];

/** Writes the checks of a drill: transitions and whatever did not hold in a table, the others folded below it. */
export const checksTables = (drill: JudgedDrill): Html => {
  const zero = zeroOf(drill);
  const { checks } = drill.verdict;
  const isTold = ({ transition, outcome }: Check) => transition !== undefined || outcome !== 'held';
  const [told, others] = [checks.filter(isTold), checks.filter((check) => !isTold(check))];
  const head = { className: 'checks', caption: `Checks, in seconds since ${zero.since}`, columns };
  const title = `${count(others.length, `${told.length > 0 ? 'other ' : ''}check`)} held`;
  return markup`${table(
    head,
    told.map((check) => timedCells(check, zero)),
  )}
${others.length > 0 && markup`<details><summary>${title}</summary><ul class="held-checks">${others.map(heldItem)}</ul></details>`}`;
};

const timedCells = (check: Check, { at }: Zero): Fragment[] => {
  const { name, outcome, transition, bound, observed } = check;
  const since = (when: number | undefined) => (when === undefined ? '' : signed(when - at, 2));
  const isPlain = transition !== undefined && outcome === 'held';
  return [
    isPlain ? name : markup`${name}<div class="message">${withoutName(check)}</div>`,
    transition !== undefined && observed === undefined ? 'never' : since(observed),
    since(bound?.earliest),
    since(bound?.latest),
    bound?.dominant ?? '',
    badge(outcome),
  ];
};

const heldItem = (check: Check): Html =>
  markup`<li><strong>${check.name}</strong> <span>${withoutName(check)}</span></li>\n`;

/** Gives the message without the name that it begins with. */
const withoutName = ({ name, message }: Check): string =>
  message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;

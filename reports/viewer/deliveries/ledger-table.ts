import type { AccountRecord } from '../../../harness/contract/index.ts';
import { mostOf, shareText } from '../../facts/account-facts.ts';
import { markup, type Fragment, type Html } from '../markup.ts';
import { badge, table } from '../parts.ts';

type Count = keyof AccountRecord['ledger']['counts'];

const meanings: readonly (readonly [Count, string, Count?])[] = [
  ['sent', 'alerts, each status once'],
  ['acknowledged', 'answered with 2xx', 'sent'],
  ['refused', 'answered with anything else', 'sent'],
  ['unanswered', 'no answer came', 'sent'],
  ['delivered', 'acknowledged and arrived', 'acknowledged'],
  ['onTime', 'within the limit of the intended time', 'delivered'],
  ['late', 'after the limit', 'delivered'],
  ['lost', 'acknowledged and never arrived', 'acknowledged'],
  ['duplicated', 'arrivals beyond the first'],
  ['recovered', 'not acknowledged, yet arrived'],
  ['unexpected', 'arrived, and nobody sent it'],
  ['reordered', 'resolved before its own firing'],
  ['stuck', 'firing arrived, its resolved is lost'],
  ['pending', 'not late yet when the watch ended'],
  ['resent', 'sent again, counted once'],
  ['early', 'before the intended time, by a wrong clock'],
];
/** Only worth a line where there are any. */
const rare: readonly Count[] = ['pending', 'resent', 'early'];
const names: Partial<Record<Count, string>> = { onTime: 'on time' };

/** Writes what became of every alert that was sent, beside what was allowed of it. */
export const ledgerTable = (account: AccountRecord): Html => {
  const { counts } = account.ledger;
  const rows = meanings
    .filter(([kind]) => counts[kind] > 0 || !rare.includes(kind))
    .map(([kind, meaning, whole]): Fragment[] => [
      markup`${names[kind] ?? kind} <span class="muted">${meaning}</span>`,
      counts[kind],
      whole === undefined || counts[whole] === 0 ? '' : shareText(counts[kind] / counts[whole]),
      allowedText(mostOf(account, kind), counts[kind]),
    ]);
  const columns = ['Alerts', 'Count', 'Share', 'Allowed'];
  return table({ className: 'ledger', caption: `Ledger, at the sink ${account.sink}`, columns }, rows);
};

const allowedText = (most: number | undefined, got: number): Fragment =>
  most === undefined
    ? ''
    : markup`${most === 0 ? 'none' : `at most ${most}`} ${badge(got > most ? 'breached' : 'held')}`;

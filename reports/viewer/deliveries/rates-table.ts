import { judgedShareText, quantileText, type AccountFacts } from '../../facts/account-facts.ts';
import { markup, type Fragment, type Html } from '../markup.ts';
import { badge, table } from '../parts.ts';

const columns = ['Tried', 'On time', 'Latency', 'Lost', 'Duplicated', 'Outcome'];

/** Writes what each load came to that was tried, the smallest first, as in a search for the knee. */
export const ratesTable = (tried: readonly AccountFacts[]): Html => {
  const rows = bySize(tried).map(({ account, judged }): Fragment[] => [
    markup`${account.name}${judged !== undefined && judged.outcome !== 'held' && markup`<div class="message">${judged.reason.replace(`${account.name}: `, '')}</div>`}`,
    judged?.share === undefined ? 'not judged' : judgedShareText(judged.share),
    [0.95, 0.99].flatMap((share) => quantileText(account, share) ?? []).join(', '),
    account.ledger.counts.lost,
    account.ledger.counts.duplicated,
    judged === undefined ? '' : badge(judged.outcome),
  ]);
  return table({ className: 'rates', caption: 'Loads that were tried', columns }, rows);
};

/** Gives accounts by how much was to be sent. */
export const bySize = (tried: readonly AccountFacts[]): AccountFacts[] =>
  tried.toSorted((a, b) => a.account.load.planned.alerts - b.account.load.planned.alerts);

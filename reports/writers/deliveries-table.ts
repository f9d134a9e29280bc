import type { JudgedDrill, RunRecord } from '../../harness/contract/index.ts';
import { accountsOf, judgedShareText, latencyText, type AccountFacts } from '../facts/account-facts.ts';
import type { Section } from './fit-sections.ts';
import { md, mdCode, mdRow } from './markdown.ts';
import { outcomeMark } from './summary-details.ts';

const columns = ['Outcome', 'Account', 'Sent', 'Delivered', 'On time', 'p50', 'p95', 'p99', 'Lost', 'Duplicated'];

/** Writes what became of the alerts that were sent, a row for each account; none where none were. */
export const deliveriesTable = ({ drills }: RunRecord): Section | undefined => {
  const rows = drills.flatMap((drill) =>
    [...accountsOf(drill, 'judged'), ...accountsOf(drill, 'tried')].map((facts) => accountRow(drill, facts)),
  );
  const ruler = mdRow(columns.map((_, index) => (index < 2 ? '---' : '---:')));
  return rows.length === 0
    ? undefined
    : { head: `### Deliveries\n\n${mdRow(columns)}\n${ruler}`, rows, noun: 'accounts' };
};

const accountRow = ({ id }: JudgedDrill, { account, judged }: AccountFacts): string => {
  const { sent, delivered, lost, duplicated } = account.ledger.counts;
  const quantile = (share: number): string => {
    const found = account.quantiles.find((one) => one.share === share);
    return found === undefined ? '–' : latencyText(found.ms);
  };
  return mdRow([
    judged === undefined ? '' : outcomeMark(judged.outcome),
    `${mdCode(id)} ${md(account.name)}`,
    String(sent),
    String(delivered),
    judged?.share === undefined ? 'not judged' : md(judgedShareText(judged.share)),
    ...[0.5, 0.95, 0.99].map(quantile),
    String(lost),
    String(duplicated),
  ]);
};

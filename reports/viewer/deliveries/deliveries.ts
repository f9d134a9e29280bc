import type { FaultRecord, JudgedDrill } from '../../../harness/contract/index.ts';
import { accountsOf, type AccountFacts } from '../../facts/account-facts.ts';
import { zeroOf } from '../../facts/drill-facts.ts';
import { markup, type Fragment, type Html } from '../markup.ts';
import { badge } from '../parts.ts';
import { accountFigures } from './account-figures.ts';
import { examplesList, generatorFacts, quantilesTable } from './account-details.ts';
import { faultsTable } from './faults-table.ts';
import { latencyChart } from './latency-chart.ts';
import { ledgerTable } from './ledger-table.ts';
import { bySize, ratesTable } from './rates-table.ts';
import { shareStrip } from './share-strip.ts';

/** Writes what became of the alerts that a drill sent, account by account, and the faults meanwhile. */
export const deliveries = (drill: JudgedDrill): Html => {
  const faults = drill.plan?.steps === undefined ? [] : (drill.faults ?? []);
  const tried = accountsOf(drill, 'tried');
  const begun = drill.accounts?.[0]?.ledger.blocks.startMs;
  const { at, since } = zeroOf(drill);
  return markup`${faultsTable(faults, begun ?? at, begun === undefined ? since : 'the load began')}
${accountsOf(drill, 'judged').map((one) => accountSection(one, faults))}
${ratesTable(tried)}
${bySize(tried).map((one) => foldedAccount(one, faults))}`;
};

const accountSection = (facts: AccountFacts, faults: readonly FaultRecord[]): Html =>
  markup`<section class="account"><h4>Account: ${facts.account.name}${facts.judged && markup` ${badge(facts.judged.outcome)}`}</h4>
${accountBody(facts, faults)}</section>`;

const foldedAccount = (facts: AccountFacts, faults: readonly FaultRecord[]): Html =>
  markup`<details class="account"><summary>${facts.account.name}${facts.judged && markup` ${badge(facts.judged.outcome)}`}</summary>
<p class="message">${facts.judged?.reason}</p>
${accountBody(facts, faults)}</details>`;

const accountBody = (facts: AccountFacts, faults: readonly FaultRecord[]): Fragment => {
  const { account } = facts;
  return markup`${accountFigures(facts)}
<div class="halves"><div>${ledgerTable(account)}</div>
<div>${quantilesTable(account)}
${generatorFacts(account)}</div></div>
${latencyChart(account)}
${shareStrip(account, faults)}
${examplesList(account)}`;
};

import type { JudgedDrill, RunRecord } from '../../harness/contract/index.ts';
import { durationOf } from '../facts/drill-facts.ts';
import { outcomeFaces, outcomesByUrgency } from '../facts/outcome-faces.ts';
import { count, duration, sourceText, speedText } from '../facts/plain-text.ts';
import { byUrgency, findings, notHeld, runOutcome, runText, wallText } from '../facts/run-facts.ts';
import { whatHappened } from '../facts/what-happened.ts';
import { dashboardsTable } from './dashboards-table.ts';
import { deliveriesTable } from './deliveries-table.ts';
import { fitSections, type Section } from './fit-sections.ts';
import { md, mdCode, mdRow } from './markdown.ts';
import { outcomeMark, summaryDetails } from './summary-details.ts';

/** Just under the 1 MiB that GitHub takes for a job's summary. */
const mostBytes = 1_000_000;

/** Writes a run as GitHub Markdown for a job's summary; always under 1 MiB, and says what it had to leave out. */
export const renderSummary = (run: RunRecord): string =>
  fitSections(
    [
      head(run),
      drillTable(run),
      deliveriesTable(run),
      breaches(run),
      dashboardsTable(run),
      findingTable(run),
      impossibleTable(run),
    ].filter((section) => section !== undefined),
    mostBytes,
  );

const head = (run: RunRecord): Section => {
  const { symbol, word } = outcomeFaces[runOutcome(run)];
  const totals = mdRow(outcomesByUrgency.map((outcome) => String(run.totals[outcome])));
  const names = mdRow(outcomesByUrgency.map(outcomeMark));
  const stopped = run.interrupted === undefined ? [] : ['', `**Interrupted:** ${md(run.interrupted)}`];
  return {
    head: `## ${symbol} Firedrill: ${word}`,
    rows: [
      '',
      names,
      mdRow(outcomesByUrgency.map(() => '---:')),
      totals,
      '',
      md(wallText(run)),
      '',
      md(runText(run)),
      ...stopped,
    ],
    noun: 'lines',
  };
};

const drillTable = ({ drills }: RunRecord): Section => ({
  head: `### ${count(drills.length, 'drill')}\n\n${mdRow(['Outcome', 'Drill', 'Seen (expected)', 'Time', 'Speed'])}\n| --- | --- | --- | ---: | ---: |`,
  rows: byUrgency(drills).map(drillRow),
  noun: 'drills',
});

const drillRow = (drill: JudgedDrill): string =>
  mdRow([
    outcomeMark(drill.verdict.outcome),
    mdCode(drill.id),
    md(whatHappened(drill)),
    duration(durationOf(drill)),
    drill.plan === undefined ? '' : speedText(drill.plan.speed.effective),
  ]);

const breaches = ({ drills }: RunRecord): Section | undefined => {
  const rows = notHeld(drills).map(summaryDetails);
  return rows.length === 0 ? undefined : { head: '### Not held\n', rows, noun: 'drills' };
};

const findingTable = (run: RunRecord): Section | undefined => {
  const rows = findings(run).map(({ id, documented, shown, proven, source }) =>
    mdRow([
      mdCode(id),
      md(documented),
      proven ? md(shown) : `not proven: ${md(shown)}`,
      source === undefined ? '' : md(sourceText(source)),
    ]),
  );
  const columns = `${mdRow(['Finding', 'Documented', 'Shown', 'Source'])}\n| --- | --- | --- | --- |`;
  return rows.length === 0 ? undefined : { head: `### Findings\n\n${columns}`, rows, noun: 'findings' };
};

const impossibleTable = ({ impossible }: RunRecord): Section | undefined => {
  const rows = impossible.map(({ id, reason }) => mdRow([mdCode(id), md(reason)]));
  const columns = `${mdRow(['Case', 'Why it cannot exist'])}\n| --- | --- |`;
  return rows.length === 0 ? undefined : { head: `### Cases that cannot exist\n\n${columns}`, rows, noun: 'cases' };
};

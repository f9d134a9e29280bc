import type { JudgedPanel, RunRecord } from '../../harness/contract/index.ts';
import { answerText, panelsOf, panelsText, queriesOf } from '../facts/panel-facts.ts';
import { sourceText } from '../facts/plain-text.ts';
import type { Section } from './fit-sections.ts';
import { md, mdCode, mdRow } from './markdown.ts';
import { outcomeMark } from './summary-details.ts';

/** Writes the panels of the dashboards with what they showed; nothing where no system has any. */
export const dashboardsTable = (run: RunRecord): Section | undefined => {
  if (run.dashboards === undefined) return undefined;
  const columns = `${mdRow(['Outcome', 'Panel', 'Query', 'Showed', 'Source'])}\n| --- | --- | --- | --- | --- |`;
  return {
    head: `### Dashboards\n\n${md(panelsText(panelsOf(run)))}\n\n${columns}`,
    rows: run.dashboards.flatMap(({ title, panels }) => panels.map((panel) => panelRow(title, panel))),
    noun: 'panels',
  };
};

const panelRow = (dashboard: string, panel: JudgedPanel): string => {
  const told = queriesOf(panel);
  return mdRow([
    outcomeMark(panel.outcome),
    `${md(dashboard)} › ${md(panel.title)}`,
    told.map(({ expr, of }) => `${of}: ${mdCode(expr)}`).join('<br>'),
    told.map(({ answer }) => (answer === undefined ? 'not asked' : md(answerText(answer)))).join('<br>'),
    md(sourceText(panel.source, 'short')),
  ]);
};

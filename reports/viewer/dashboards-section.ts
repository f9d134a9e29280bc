import type { JudgedDashboard, JudgedPanel, RunRecord } from '../../harness/contract/index.ts';
import { answerText, panelsOf, panelsText, queriesOf, type ToldQuery } from '../facts/panel-facts.ts';
import { count, sourceText } from '../facts/plain-text.ts';
import { markup, type Fragment, type Html } from './markup.ts';
import { anchorOf, badge, code, table } from './parts.ts';

/** Writes the panels of the documented dashboards, with their queries and what these showed; nothing without any. */
export const dashboardsSection = (run: RunRecord): Html =>
  run.dashboards === undefined
    ? markup``
    : markup`<section id="dashboards"><h2>Dashboards</h2>
<p class="lead">The panels of the documented dashboards, asked at the end of every drill of their system. ${panelsText(panelsOf(run))}.</p>
${run.dashboards.map(dashboardArticle)}</section>`;

const columns = ['Panel', 'Queries, and what they showed', 'Outcome'];

const dashboardArticle = ({ id, title, system, source, keeps, defects, panels }: JudgedDashboard): Html =>
  markup`<article class="panel dashboard"><h3>${title} <span class="tag">${system}</span></h3>
<p class="muted">${code(id)}, ${sourceText(source)}</p>
${keeps !== undefined && markup`<p class="muted">Asked on the metrics that the documented scrape keeps: <code>${keeps}</code></p>`}
${panels.every(({ queries }) => queries.length === 0) && markup`<p class="muted">The document has the titles of its panels alone: the queries are ours, over the metrics that it documents.</p>`}
${defects && markup`<p class="muted">Other mistakes of it in the catalogue: ${listed(defects)}</p>`}
${table(
  { className: 'panels', caption: panelsText(panels), columns },
  panels.map((panel) => cells(panel, keeps)),
)}</article>`;

const cells = (panel: JudgedPanel, keeps: string | undefined): Fragment[] => [
  markup`${panel.title}<br><span class="muted">l. ${panel.source.lines.replaceAll('-', '–')}</span>`,
  markup`${queriesOf(panel).map((query) => queryBlock(query, keeps))}`,
  markup`${badge(panel.outcome)}${remarks(panel)}`,
];

const queryBlock = ({ of, expr, answer }: ToldQuery, keeps: string | undefined): Html =>
  markup`<div class="query">${of === 'corrected' && markup`<span class="muted">corrected${keeps === undefined ? '' : ', with its metrics kept'}: </span>`}<code>${expr}</code>
<div class="${answer?.seen === 'data' ? 'showed' : 'showed nothing'}">${answer === undefined ? 'not asked' : answerText(answer)}</div></div>`;

const remarks = ({ outcome, reason, finding, defects, drills, answeredIn }: JudgedPanel): Html =>
  markup`<div class="remarks">
${finding?.proven && markup`<div>${code(finding.id)}</div>`}
${outcome !== 'held' && markup`<div>${reason}</div>`}
${defects && markup`<div class="muted">see also ${listed(defects)}</div>`}
${answeredIn !== undefined && markup`<div class="muted">data in ${drills.withData} of ${count(drills.asked, 'drill')}, here in <a href="#${anchorOf(answeredIn)}">${code(answeredIn)}</a></div>`}</div>`;

const listed = (ids: readonly string[]): Html =>
  markup`${ids.map((id, index) => [index === 0 ? '' : ', ', code(id)] as Fragment[])}`;

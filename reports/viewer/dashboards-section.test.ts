import { expect, test } from 'vitest';
import { panelsText } from '../facts/panel-facts.ts';
import { sampleDashboards } from '../testing/sample-dashboards.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { formatConsole } from '../writers/format-console.ts';
import { renderSummary } from '../writers/render-summary.ts';
import { renderReport } from './render-report.ts';

const run = sampleRun(undefined, { dashboards: sampleDashboards() });
const text = '5 panels: 2 with data · 1 empty as the catalogue says · 1 not judged · 1 not as the catalogue says';
const shown = [
  'data in 2 series, last value 1.998',
  'data in 1 series, 0 throughout',
  'no data',
  'refused: parse error',
  'not asked',
];

test('panels are counted by what became of them', () => {
  expect(panelsText(sampleDashboards()[0]!.panels)).toBe(text);
});

test('the page has every panel, its queries, what they showed, and what is wrong with it', () => {
  const page = renderReport(run);
  const section = /<section id="dashboards">[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
  for (const each of [text, ...shown]) expect(section).toContain(each);
  expect(section).toContain('Requests &lt;b&gt;');
  expect(section).toContain('corrected: </span><code>rate(x_sum[5m]) / rate(x_count[5m])</code>');
  expect(section).toContain('<code>sum(cost)</code>');
  expect(section).toContain('l. 20–29');
  expect(section.replaceAll('<wbr>', '')).toContain('<code>k8smon.defect.dashboard-bare-histogram</code>');
  expect(section.replaceAll('<wbr>', '')).toContain('see also <code>k8smon.defect.gauge-named-total</code>');
  expect(section).toContain('its metrics move in alerts/x');
  expect(page).toContain('<a href="#dashboards">Panels <span>5</span></a>');
});

test('the summary has a row for every panel', () => {
  const summary = renderSummary(run);
  expect(summary).toContain(text);
  for (const each of ['ours: <code>sum(cost)</code>', ...shown]) expect(summary).toContain(each);
});

test('the terminal has a line for every dashboard, and the finding of its empty panel', () => {
  const lines = formatConsole(run, { width: 200, color: false });
  expect(lines).toContain(`\nDashboards\n  k8s-resource-monitor, K8s Resource Monitor: ${text}\n`);
  expect(lines).toContain('k8smon.defect.dashboard-bare-histogram\n');
});

test('a run of systems without dashboards says nothing of them', () => {
  const none = sampleRun();
  expect(renderReport(none)).not.toContain('id="dashboards"');
  expect(renderSummary(none)).not.toContain('Dashboards');
  expect(formatConsole(none, { width: 100, color: false })).not.toContain('Dashboards');
});

import { expect, test } from 'vitest';
import type { Dashboard, Panel } from '../contract/index.ts';
import { dashboardsOf } from './dashboards-of.ts';
import { expectedPanels, planPanels } from './plan-panels.ts';
import { drill, system } from './testing/drills.ts';

const source = { document: '002.txt', section: 'Grafana', lines: '1-9' };
const panel = (id: string, change: Partial<Panel> = {}): Panel => ({
  id,
  title: id,
  source,
  queries: ['sum(rate(a[5m]))'],
  ...change,
});
const finding = { id: 'a.defect.b', documented: 'it shows', shown: 'it does not' };
const on = (dashboard: Partial<Dashboard> & Pick<Dashboard, 'panels'>, id: string, name: 'healthy' | 'positive') =>
  drill(id, {
    case: name,
    system: { ...system('shop'), dashboards: [{ id: 'a', title: 'A', source, ...dashboard }] },
  });
const times = { speed: 60, scrapeIntervalMs: 15_000 };

test('queries run at the speed of the drill, with the variables of Grafana', () => {
  const panels = [panel('1'), panel('2', { queries: [], built: ['rate(a{x=~"$x"}[$__rate_interval])'] })];
  expect(planPanels(on({ panels }, 'a', 'positive'), times)).toEqual([
    { panel: '1', form: 'own', expr: 'sum(rate(a[5s]))' },
    { panel: '2', form: 'own', expr: 'rate(a{x=~".*"}[1s])' },
  ]);
});

test('documented queries see only what the documented scrape keeps, corrected ones all', () => {
  const panels = [panel('1', { empty: finding, corrected: ['b'] })];
  expect(planPanels(on({ panels, keeps: 'c|d' }, 'a', 'healthy'), { ...times, speed: 1 })).toEqual([
    { panel: '1', form: 'own', expr: 'sum(rate({__name__="a",__name__=~"c|d"}[5m]))' },
    { panel: '1', form: 'corrected', expr: 'b' },
  ]);
});

test('the healthy drill judges every panel, unless it names the drills that move it', () => {
  const panels = [panel('1'), panel('2', { movedBy: ['alerts/errors'] }), panel('3', { empty: finding })];
  const judgedIn = (id: string, name: 'healthy' | 'positive') =>
    expectedPanels(on({ panels }, id, name)).map(({ id: of, expects }) => `${of}: ${expects}`);
  expect(judgedIn('alerts/healthy', 'healthy')).toEqual(['1: data', '3: no data']);
  expect(judgedIn('alerts/errors', 'positive')).toEqual(['2: data']);
  expect(judgedIn('alerts/down', 'positive')).toEqual([]);
});

test('a system without dashboards asks nothing', () => {
  expect(planPanels(drill('a'), times)).toEqual([]);
  expect(expectedPanels(drill('a', { case: 'healthy' }))).toEqual([]);
});

test('a run has the dashboards of each system once', () => {
  const drills = [on({ panels: [panel('1')] }, 'a', 'healthy'), on({ panels: [panel('1')] }, 'b', 'positive')];
  expect(dashboardsOf({ drills }).map(({ system: of, dashboard }) => [of, dashboard.id])).toEqual([['shop', 'a']]);
});

import { expect, test } from 'vitest';
import type { DrillRecord, ExpectedPanel, Panel, PanelAnswer, PanelSight } from '../contract/index.ts';
import { judgeRun } from './judge-run.ts';
import { held, plan, run } from './testing/record.ts';

const source = { document: '003_59284907075ae813.txt', section: 'Grafana', lines: '130-139' };
const panel: Panel = { id: 'a.panel.1', title: 'Requests', source, queries: ['rate(a[5m])'] };
const finding = { id: 'a.defect.b', documented: 'it shows', shown: 'it does not' };
const answer = (seen: PanelSight, change: Partial<PanelAnswer> = {}): PanelAnswer => ({
  panel: 'a.panel.1',
  form: 'own',
  expr: 'rate(a[5s])',
  seen,
  series: seen === 'data' ? 1 : 0,
  ...(seen === 'data' && { last: 1 }),
  ...change,
});

const drill = (id: string, answers: readonly PanelAnswer[], panels?: ExpectedPanel[]): DrillRecord =>
  held({ id, plan: plan({ id, ...(panels && { panels }) }), panels: answers });
const expected = (of: Panel): ExpectedPanel => ({
  id: of.id,
  title: of.title,
  source,
  expects: of.empty === undefined ? 'data' : 'no data',
  isCorrected: false,
  ...(of.empty && { empty: of.empty }),
});

const judged = (of: Panel, drills: readonly DrillRecord[], strict = false) => {
  const dashboards = [{ id: 'a', title: 'A', source, system: 'cano-collector', panels: [of] }];
  const record = judgeRun(run(drills, { dashboards }), strict);
  return { panel: record.dashboards?.[0]?.panels[0], exitCode: record.exitCode };
};

test('one drill with data is enough to say that a panel has some, and the one that moves it is shown', () => {
  const still = drill('healthy', [answer('data', { isZero: true, last: 0 })], [expected(panel)]);
  const { panel: found } = judged(panel, [drill('down', [answer('no data')]), still, drill('5xx', [answer('data')])]);
  expect(found).toMatchObject({
    seen: 'data',
    outcome: 'held',
    answeredIn: '5xx',
    drills: { asked: 3, withData: 2 },
  });
});

test('it is judged by the drills in which its metrics move, and skipped where none came so far', () => {
  expect(judged(panel, [drill('healthy', [answer('no data')], [expected(panel)])])).toMatchObject({
    exitCode: 1,
    panel: { seen: 'no data', outcome: 'breached', reason: expect.stringMatching(/^“Requests”/) as string },
  });
  expect(judged({ ...panel, movedBy: ['alerts/x'] }, [drill('down', [answer('no data')])])).toMatchObject({
    exitCode: 0,
    panel: { outcome: 'skipped', reason: 'its metrics move in alerts/x, which did not come so far' },
  });
});

test('a drill that failed says nothing of it', () => {
  const failure = { code: 'STEADY_STATE', message: 'never' };
  const failed = { ...drill('healthy', [], [expected(panel)]), failure };
  expect(judged(panel, [failed]).panel).toMatchObject({ seen: 'not asked', outcome: 'skipped', answeredIn: undefined });
});

test('an empty panel proves what the catalogue says of it, which counts under --strict-findings alone', () => {
  const empty = { ...panel, empty: finding };
  const drills = (seen: PanelSight) => [drill('healthy', [answer(seen)], [expected(empty)])];
  expect(judged(empty, drills('no data'))).toMatchObject({
    exitCode: 0,
    panel: { outcome: 'held', finding: { ...finding, drill: 'healthy', proven: true } },
  });
  expect(judged(empty, drills('no data'), true).exitCode).toBe(1);
  expect(judged(empty, drills('data')).panel).toMatchObject({ outcome: 'breached', finding: { proven: false } });
});

test('a run without dashboards has none', () => {
  expect(judgeRun(run([held()]))).not.toHaveProperty('dashboards');
});

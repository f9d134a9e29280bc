import { expect, test } from 'vitest';
import type { ExpectedPanel, PanelAnswer, PanelSight } from '../contract/index.ts';
import { checkPanels, panelSight } from './check-panels.ts';
import { judgeDrill } from './judge-drill.ts';
import { held, plan } from './testing/record.ts';

const source = { document: '003_59284907075ae813.txt', section: 'Grafana', lines: '130-139' };
const full: ExpectedPanel = { id: 'a.panel.1', title: 'Requests', source, expects: 'data', isCorrected: false };
const empty: ExpectedPanel = {
  ...full,
  expects: 'no data',
  empty: { id: 'a.defect.b', documented: 'it shows', shown: 'it does not' },
  isCorrected: true,
};
const answer = (seen: PanelSight, form: PanelAnswer['form'] = 'own'): PanelAnswer => ({
  panel: 'a.panel.1',
  form,
  expr: 'rate(a[5s])',
  seen,
  series: seen === 'data' ? 2 : 0,
  ...(seen === 'error' && { error: 'parse error' }),
});
const outcomes = (panel: ExpectedPanel, ...panels: readonly PanelAnswer[]): string[] =>
  checkPanels({ panels }, [panel]).map(({ outcome }) => outcome);

test.each([
  { seen: ['data'], outcome: 'held' },
  { seen: ['data', 'data'], outcome: 'held' },
  { seen: ['no data'], outcome: 'breached' },
  { seen: ['data', 'no data'], outcome: 'breached' },
  { seen: ['error'], outcome: 'breached' },
  { seen: [], outcome: 'errored' },
] as const)('a panel that must have data is $outcome by $seen', ({ seen, outcome }) => {
  expect(outcomes(full, ...seen.map((each) => answer(each)))).toEqual([outcome]);
});

test.each([
  { own: 'no data', corrected: 'data', expected: ['held', 'held'] },
  { own: 'data', corrected: 'data', expected: ['breached', 'held'] },
  { own: 'error', corrected: 'data', expected: ['breached', 'held'] },
  { own: 'no data', corrected: 'no data', expected: ['held', 'breached'] },
] as const)(
  'a panel that the catalogue calls empty is $expected by $own, and $corrected corrected',
  ({ own, corrected, expected }) => {
    expect(outcomes(empty, answer(own), answer(corrected, 'corrected'))).toEqual(expected);
  },
);

test('a corrected form that was not asked is an error', () => {
  expect(outcomes(empty, answer('no data'))).toEqual(['held', 'errored']);
});

test('the message names the panel, the document, the query and why none was expected', () => {
  expect(checkPanels({ panels: [answer('error')] }, [full])[0]?.message).toBe(
    'panel a.panel.1: “Requests” (003, l. 130-139): expected data, got error (parse error) of rate(a[5s])',
  );
  expect(checkPanels({ panels: [answer('no data')] }, [empty])[0]?.message).toContain(
    'expected no data (a.defect.b), got no data of rate(a[5s])',
  );
});

test('several queries make one panel', () => {
  expect(panelSight([])).toBe('no data');
  expect(panelSight([{ seen: 'data' }, { seen: 'no data' }])).toBe('no data');
  expect(panelSight([{ seen: 'data' }, { seen: 'error' }])).toBe('error');
});

test('a panel without data makes a drill breached that holds otherwise', () => {
  const record = held({ plan: plan({ panels: [full] }), panels: [answer('no data')] });
  expect(judgeDrill({ ...record, panels: [answer('data')] }).outcome).toBe('held');
  const verdict = judgeDrill(record);
  expect(verdict.outcome).toBe('breached');
  expect(verdict.reasons).toEqual([
    'panel a.panel.1: “Requests” (003, l. 130-139): expected data, got no data of rate(a[5s])',
  ]);
});

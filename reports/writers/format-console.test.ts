import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { RehearsalPlan } from '../../harness/contract/index.ts';
import { sampleDrill } from '../testing/sample-drill.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { formatConsole } from './format-console.ts';
import { formatDrillLine } from './format-drill-line.ts';

const plain = { color: false, width: 120 };

const rehearsal: RehearsalPlan = {
  procedure: 'cano.proc.restore',
  title: 'Restore',
  category: 'emergency',
  source: { document: '000', section: 'Restore', lines: '1-2' },
  state: 'works as written',
  findings: [],
};

describe('formatConsole', () => {
  test('names every drill, finding and case that cannot exist', () => {
    const run = sampleRun();
    const text = formatConsole(run, plain);
    for (const { id } of [...run.drills, ...run.impossible]) expect(text).toContain(id);
    expect(text).toContain('cano.defect.down-alert-absent');
    expect(text).toContain('networkPolicy is missing');
  });

  test('says of a positive drill what was seen against its bounds', () => {
    const text = formatConsole(sampleRun([sampleDrill()]), plain);
    expect(text).toContain('fired +1.8 s (1.0–3.2), notified +2.9 s (2.0–4.6), cleared +6.6 s (6.0–7.4)');
  });

  test('gives expected, seen and source of a breach, and the source of an error', () => {
    const text = formatConsole(sampleRun(), { color: false, width: 400 });
    expect(text).toContain('expected from +2.00 s to +4.60 s (mostly group_wait), seen at +9.40 s (documented at 000');
    expect(text).toContain('000_… › Alerting Rules, l. 89–96');
  });

  test('ends with wall time, lower bound, ratio and the outcome', () => {
    const lines = formatConsole(sampleRun(), plain).split('\n');
    expect(lines.at(-2)).toBe('wall 74.1 s · lower bound 67.3 s · ratio 1.10');
    expect(lines.at(-1)).toBe('✗ breached  1 breached · 1 errored · 1 inconclusive · 1 skipped · 6 held');
  });

  test('says what did not hold below all else but the totals', () => {
    const { plan, ...drill } = sampleDrill({ id: 'runbooks/restore' });
    const text = formatConsole(sampleRun([{ ...drill, plan: { ...plan!, rehearsal } }, ...sampleRun().drills]), plain);
    const breach = text.lastIndexOf('✗ breached  alerts/');
    expect(breach).toBeGreaterThan(text.indexOf('procedures, '));
    expect(breach).toBeGreaterThan(text.indexOf('Cases that cannot exist'));
  });

  test.each([40, 60, 80, 100, 120, 200])('keeps within %i columns, in colour too', (width) => {
    for (const color of [false, true]) {
      const lines = formatConsole(sampleRun(), { color, width }).split('\n').map(stripVTControlCharacters);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
    }
  });

  test('has escape sequences with colour only, even where a message brings its own', () => {
    const reasons = ['\u001b[31mred\u001b[0m and \u0007 bell'];
    const run = sampleRun([sampleDrill({ verdict: { outcome: 'breached', reasons, checks: [] } })]);
    // eslint-disable-next-line no-control-regex
    const controls = /[\u0000-\u0009\u000b-\u001f\u007f]/;
    expect(formatConsole(run, plain)).not.toMatch(controls);
    expect(formatDrillLine(run.drills[0]!, plain)).not.toMatch(controls);
    expect(formatConsole(run, { color: true, width: 120 })).toContain('\u001b[31m');
  });

  test('calls a run in which nothing was drilled errored', () => {
    expect(formatConsole(sampleRun([]), plain).split('\n').at(-1)).toBe('! errored  no drill ran');
  });

  test('says that a run was interrupted, and by what', () => {
    const text = formatConsole(sampleRun([sampleDrill()], { interrupted: 'SIGINT', wallMs: undefined }), plain);
    expect(text).toContain('interrupted: SIGINT');
    expect(text).toContain('wall unknown');
  });
});

describe('formatDrillLine', () => {
  test('is one line with outcome, id, duration and what was seen', () => {
    expect(formatDrillLine(sampleDrill(), plain)).toBe(
      'held         alerts/cano-collector-down                   21.3 s  fired +1.8 s (1.0–3.2, for), notified +2.9 s, cleared',
    );
  });

  test.each(sampleRun().drills)('is not longer than the width for $id', (drill) => {
    const line = formatDrillLine(drill, { color: false, width: 100 });
    expect(line.length).toBeLessThanOrEqual(100);
    expect(line).toContain(drill.id);
  });
});

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EventBody } from '../contract/index.ts';
import { bodies, journalText, numbered } from '../engine/testing/events.ts';
import { tempFolder } from '../engine/testing/temp-folder.ts';
import { runCommandLine } from './testing/fake-surroundings.ts';

const ladder = async (journal: string, ...args: readonly string[]) => {
  await using folder = await tempFolder();
  await mkdir(join(folder.path, 'run'));
  await writeFile(join(folder.path, 'run', 'journal.ndjson'), journal);
  return await runCommandLine(['coverage', '--out', folder.path, ...args], process.env);
};

const whole = (change: (body: EventBody) => EventBody = (body) => body): string =>
  journalText(numbered(bodies().map((body) => change(body))));

type Ladder = { alerts: { system: string; rungs: { name: string; outcome: string }[] }[]; missed?: unknown[] };

describe('the ladder on the command line', () => {
  test('shows every documented alert in 80 columns, without colour, and why each one stops', async () => {
    const { status, out, err } = await ladder(whole());
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/22 alerts: 22 parsed · 0 metrics · 22 virtual · 0 fired/);
    expect(out).toMatch(/CanoCollectorDestinationFailure ✓ +– +✓/);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('alerts/cano-collector-down: not drilled in any run');
    expect(out).not.toContain('\u001b');
    expect(Math.max(...(out.split('Where one stops')[0] ?? '').split('\n').map((line) => line.length))).toBeLessThan(
      81,
    );
  });

  test('ends with 4 and names each alert when a run has not drilled what is required', async () => {
    const { status, out } = await ladder(whole(), '--require', 'cleared', '--system', 'endpoint-statistics');
    expect(status).toBe(4);
    expect(out).toContain('3 of 3 do not reach cleared:');
    expect(out).toContain('epstats.alert.HighErrorRate: metrics not shown');
  });

  test('ends with 0 when all reach what is required, and says so as JSON', async () => {
    const { status, out } = await ladder(whole(), '--require', 'parsed', '--json', '--system', 'cano-collector');
    const { alerts, missed } = JSON.parse(out) as Ladder;
    expect([status, alerts.length, missed]).toEqual([0, 6, []]);
    expect(new Set(alerts.map(({ system }) => system))).toEqual(new Set(['cano-collector']));
  });
});

describe('a ladder without footing', () => {
  test.each([
    ['a rung that there is not', whole(), ['--require', 'clear'], /^USAGE: .*parsed, metrics, virtual.*\n$/],
    ['a system that there is not', whole(), ['--system', 'nobody'], /^SYSTEM_UNKNOWN: .*nobody\n$/],
    ['a journal that is none', 'no journal\n', [], /^JOURNAL_INVALID: .*journal\.ndjson:1.*\n$/],
    ['a run that left nothing', whole(), ['no-run'], /^JOURNAL_INVALID: .*no-run\/journal\.ndjson.*\n$/],
    ['no run at all', whole(), ['--out', 'no-folder'], /^JOURNAL_INVALID: .*firedrill run.*\n$/],
  ])('ends with 2 and one line for %s', async (_, journal, args, message) => {
    const { status, out, err } = await ladder(journal, ...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});

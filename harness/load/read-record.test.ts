import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { profiles } from './profiles.ts';
import { readRecord } from './read-record.ts';
import { formatRecord } from './record-line.ts';
import { summariseLoad } from './summarise-load.ts';

const input = { name: 'x', run: '0123abcd', seed: 1, alertsPerSecond: 4, durationMs: 2_000, alertsPerRequest: 2 };
const plan = profiles.steady(input);

const line = (iteration: number, status: number, lagMs = 1): string =>
  `${formatRecord({ iteration, intendedMs: 1_000 + iteration, sentMs: 1_000 + iteration + lagMs, answeredMs: 2_000, status })}\n`;

const recorded = async (contents: readonly string[]) => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-record-'));
  const files = contents.map((_, index) => join(folder, String(index)));
  await Promise.all(files.map(async (file, index) => await writeFile(file, contents[index] ?? '')));
  return { files, [Symbol.asyncDispose]: async () => await rm(folder, { recursive: true }) };
};

test('gives a transition for each alert of each request, file by file', async () => {
  await using it = await recorded([line(0, 200) + line(2, 0), line(1, 503)]);
  const transitions = await Array.fromAsync(readRecord({ plan, files: it.files }));
  expect(transitions.map(({ id, status, answer }) => `${id} ${status} ${answer}`)).toEqual([
    'fd-0123abcd-0000000 firing acknowledged',
    'fd-0123abcd-0000001 firing acknowledged',
    'fd-0123abcd-0000000 resolved unanswered',
    'fd-0123abcd-0000001 resolved unanswered',
    'fd-0123abcd-0000002 firing refused',
    'fd-0123abcd-0000003 firing refused',
  ]);
  expect(transitions[0]).toMatchObject({ intendedMs: 1_000, sentMs: 1_001, answeredMs: 2_000 });
});

test.each(['', '\n'])('counts a last line that is not whole (%j after it)', async (end) => {
  await using it = await recorded([line(0, 200) + line(1, 200).slice(0, -4) + end, '']);
  let torn = 0;
  const onTorn = (): number => (torn += 1);
  expect(await Array.fromAsync(readRecord({ plan, files: it.files, onTorn }))).toHaveLength(2);
  expect(torn).toBe(1);
});

test('does not take a line for whole that lost only its end of line', async () => {
  await using it = await recorded([line(0, 200).slice(0, -1)]);
  expect(await Array.fromAsync(readRecord({ plan, files: it.files }))).toEqual([]);
});

test('is summarised over all files, with what the plan has and the record has not', async () => {
  await using it = await recorded([line(0, 200, 10) + line(2, 0, 60), `${line(1, 503, 30)}3 10`]);
  const told = { outcome: { kind: 'ended' }, dropped: 0, lagLimitMs: 50 } as const;
  expect(await summariseLoad({ plan, files: it.files, ...told })).toEqual({
    outcome: { kind: 'ended' },
    planned: { requests: 4, alerts: 8 },
    sent: { requests: 3, alerts: 6 },
    acknowledged: { requests: 1, alerts: 2 },
    refused: { requests: 1, alerts: 2 },
    unanswered: { requests: 1, alerts: 2 },
    dropped: 0,
    missing: 1,
    torn: 1,
    lag: { p50Ms: 30, p99Ms: 60, maxMs: 60, lateShare: 1 / 3, limitMs: 50 },
  });
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../engine/testing/temp-folder.ts';
import { writeFile } from 'node:fs/promises';
import { eventRecorder } from './event-recorder.ts';
import { recorded } from './testing/answers.ts';
import { Watched } from './testing/watched.ts';

const collect = async (text: string): Promise<Watched> => {
  await using folder = await tempFolder();
  const eventLog = join(folder.path, 'events.jsonl');
  await writeFile(eventLog, text);
  const watched = new Watched({ eventLog });
  await eventRecorder.collect?.(watched.context, { from: 0, to: 1 });
  return watched;
};

test('reads what Alertmanager received, sent and cleared, with the receiver', async () => {
  const watched = await collect(recorded('alertmanager-events.jsonl'));
  expect(watched.story).toEqual([
    'CanoCollectorDown received',
    'CanoCollectorDown notified',
    'CanoCollectorDown resolved',
    'CanoCollectorDown cleared',
  ]);
  expect(watched.seen.map(({ receiver }) => receiver)).toEqual([undefined, 'oncall', 'oncall', undefined]);
  expect(watched.seen[0]?.when).toBe(Date.parse('2026-11-21T07:30:37.829Z'));
  expect(watched.verdicts).toMatchObject([{ ok: true }]);
});

test('saw nothing where nothing was recorded, not even the start', async () => {
  expect((await collect('')).verdicts).toEqual([{ ok: false, detail: '0 events' }]);
});

test('throws at a line that it does not know', async () => {
  await expect(collect('{"data":{}}\n')).rejects.toThrow();
});

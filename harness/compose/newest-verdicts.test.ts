import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EventBody } from '../contract/index.ts';
import { bodies, header, journalText, numbered, plan } from '../engine/testing/events.ts';
import { tempFolder } from '../engine/testing/temp-folder.ts';
import { newestVerdicts } from './newest-verdicts.ts';

type Run = { readonly at: number; readonly events: readonly EventBody[]; readonly defect?: string };

const drilled = (id: string, end: EventBody[] = [{ type: 'drill-ended', drill: id }]): EventBody[] => [
  { type: 'drill-planned', drill: id, plan: plan(id) },
  { type: 'drill-started', drill: id },
  ...end,
];

/** The run that the verdict on each drill is from, with runs of these events below one folder. */
const sources = async (runs: Readonly<Record<string, Run>>, ids: readonly string[], named: readonly string[] = []) => {
  await using folder = await tempFolder();
  for (const [runId, { at, events, defect }] of Object.entries(runs)) {
    const started: EventBody = {
      type: 'run-started',
      ...header,
      runId,
      selection: [],
      host: { ...header.host },
      tools: {},
      ...(defect === undefined ? {} : { defect }),
    };
    const dated = numbered([started, ...events]).map((event) => ({ ...event, at: event.at + at }));
    await mkdir(join(folder.path, runId));
    await writeFile(join(folder.path, runId, 'journal.ndjson'), journalText(dated));
  }
  await symlink(Object.keys(runs)[0] ?? '', join(folder.path, 'latest'));
  const folders = named.map((name) => join(folder.path, name));
  const { judged, runs: used, impossible } = await newestVerdicts(new Set(ids), folders, folder.path);
  const from = Object.fromEntries([...judged].map(([id, { run }]) => [id, run]));
  return { from, used: used.map(({ runId }) => runId), impossible: impossible.map(({ id }) => id) };
};

test('takes of each drill the newest verdict, whatever the order of the folders', async () => {
  const runs = {
    z: { at: 0, events: [...drilled('a/a'), ...drilled('a/b')] },
    a: { at: 9_000, events: drilled('a/a') },
  };
  expect(await sources(runs, ['a/a', 'a/b'])).toMatchObject({ from: { 'a/a': 'a', 'a/b': 'z' }, used: ['a', 'z'] });
  expect(await sources(runs, ['a/a', 'a/b'], ['z'])).toMatchObject({ from: { 'a/a': 'z', 'a/b': 'z' }, used: ['z'] });
});

test('takes nothing of a broken variant, of a drill that had not ended, or of one that is described no longer', async () => {
  const skipped: EventBody[] = [{ type: 'drill-skipped', drill: 'a/b', reason: 'no tool' }];
  const runs = {
    old: { at: 0, events: [...drilled('a/a'), ...drilled('a/b'), ...drilled('a/gone')] },
    unfinished: { at: 1_000, events: drilled('a/a', []) },
    skipping: { at: 2_000, events: skipped },
    broken: { at: 3_000, events: drilled('a/a'), defect: 'stale-metrics-cache' },
  };
  expect((await sources(runs, ['a/a', 'a/b'])).from).toEqual({ 'a/a': 'old', 'a/b': 'old' });
});

test('keeps that a drill was skipped where no run says more', async () => {
  const runs = { only: { at: 0, events: bodies().slice(1) } };
  const { from, impossible } = await sources(runs, ['a/a', 'a/b', 'a/c', 'a/d']);
  expect(from).toEqual({ 'a/a': 'only', 'a/b': 'only', 'a/d': 'only' });
  expect(impossible).toEqual(['a/c']);
});

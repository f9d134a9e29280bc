import { writeFile } from 'node:fs/promises';
import { Client } from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../cano-collector/clock.ts';
import { startChild } from '../../cano-collector/testing/child.ts';
import { aResolvedAlert, aWebhook, anAlert } from '../../cano-collector/testing/fixtures.ts';
import { startPostgres } from '../../cano-collector/testing/postgres.ts';
import { startSink } from '../../cano-collector/testing/sink.ts';
import type { Sink } from '../../cano-collector/testing/sink.ts';
import { tempDir } from '../../cano-collector/testing/temp-dir.ts';
import { until } from '../../cano-collector/testing/wait-for.ts';

const retry = '{ baseMs: 200, maxMs: 400 }';
const reference = new URL('../../cano-collector/main.ts', import.meta.url);

/** A place in which the collector or a defect of it delivers to the sinks. */
async function place(sinks: readonly Sink[], env: Record<string, string> = {}) {
  const dir = await tempDir();
  const entries = sinks.map(
    ({ url }, index) => `  - { name: s${index}, type: webhook, url: '${url}', retry: ${retry} }`,
  );
  await writeFile(dir.join('destinations.yaml'), ['destinations:', ...entries, ''].join('\n'));
  const all = { DESTINATIONS_FILE: dir.join('destinations.yaml'), DATA_DIR: dir.join('data'), ...env };
  const start = async (name?: string) => {
    const child = await startChild({ entry: name === undefined ? reference : entryOf(name), env: all });
    const post = async (...alerts: object[]): Promise<number> => {
      const body = JSON.stringify(aWebhook(alerts as ReturnType<typeof anAlert>[]));
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${child.url}/api/alerts`, { method: 'POST', headers, body })).status;
    };
    return Object.assign(child, { post });
  };
  return { start, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
}

const entryOf = (name: string): URL => new URL(`../${name}.ts`, import.meta.url);
const named = (...names: string[]) => names.map((fingerprint) => anAlert({ fingerprint }));
const many = (count: number) => named(...Array.from({ length: count }, (_none, index) => `f${index}`));
const arrived = (sink: Sink): string[] => sink.alerts.map(({ fingerprint }) => fingerprint);

test('slow-dispatch sends no faster than its pace', async () => {
  await using sink = await startSink();
  await using here = await place([sink]);
  await using defect = await here.start('slow-dispatch');
  const from = systemClock.monotonic();
  await defect.post(...many(200));
  await until('all of it', () => sink.alerts.length === 200);
  expect(systemClock.monotonic() - from).toBeGreaterThan(1_000);
});

test('sends-twice', async () => {
  await using sink = await startSink();
  await using here = await place([sink]);
  await using defect = await here.start('sends-twice');
  await defect.post(...named('f1'));
  await until('both', () => sink.alerts.length === 2);
});

test.each([
  ['the collector', undefined, ['f1', 'f2']],
  ['blocks-on-slow-destination', 'blocks-on-slow-destination', ['f1']],
])('%s with a destination that does not answer', async (_title, name, expected) => {
  await using sink = await startSink();
  await using silent = await startSink();
  silent.respond = () => undefined;
  await using here = await place([sink, silent]);
  await using child = await here.start(name);
  await child.post(...named('f1'));
  await until('both asked', () => sink.alerts.length === 1 && silent.alerts.length === 1);
  await systemClock.sleep(600);
  await child.post(...named('f2'));
  await systemClock.sleep(1_500);
  expect(arrived(sink)).toEqual(expected);
});

test.each([
  ['the collector', undefined, 1],
  ['acknowledges-before-saving', 'acknowledges-before-saving', 0],
  ['forgets-on-restart', 'forgets-on-restart', 0],
])('%s, killed right after it acknowledged', async (_title, name, expected) => {
  await using sink = await startSink();
  sink.respond = (_request, response) => response.writeHead(500).end();
  await using here = await place([sink]);
  await using before = await here.start(name);
  expect(await before.post(...named('f1'))).toBe(202);
  await before.end('SIGKILL');
  sink.alerts.length = 0;
  sink.respond = undefined;
  await using after = await here.start(name);
  await after.post(...named('f2'));
  await until('the next', () => arrived(sink).includes('f2'));
  if (expected === 1) await until('the first', () => arrived(sink).includes('f1'));
  expect(arrived(sink).filter((one) => one === 'f1')).toHaveLength(expected);
});

test.each([
  ['the collector', undefined, ['firing', 'resolved']],
  ['resolves-first', 'resolves-first', ['resolved', 'firing']],
])('%s when firing has to be sent again', async (_title, name, expected) => {
  await using sink = await startSink();
  const statuses: string[] = [];
  sink.respond = (_request, response) => {
    const status = sink.alerts.at(-1)?.status ?? '';
    if (sink.alerts.length === 1) response.writeHead(503, { 'retry-after': '1' }).end();
    else response.end(String(statuses.push(status)));
  };
  await using here = await place([sink]);
  await using child = await here.start(name);
  await child.post(anAlert());
  await until('the first attempt', () => sink.alerts.length === 1);
  await child.post(aResolvedAlert());
  await until('both', () => statuses.length === 2);
  expect(statuses).toEqual(expected);
});

test('forgets-resolved', async () => {
  await using sink = await startSink();
  await using here = await place([sink]);
  await using defect = await here.start('forgets-resolved');
  await defect.post(aResolvedAlert());
  await defect.post(...named('f2'));
  await until('the next', () => arrived(sink).includes('f2'));
  expect(sink.alerts.map(({ status }) => status)).toEqual(['firing']);
});

const server = await startPostgres();

/** Ends every connection to the database and lets nobody in, or lets them in again. */
async function allowConnections(database: string, allowed: boolean): Promise<void> {
  const name = new URL(database).pathname.slice(1);
  const client = new Client({ connectionString: database.replace(name, 'postgres') });
  await client.connect();
  await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${String(allowed)}`);
  if (!allowed) await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  await client.end();
}

describe.skipIf('unavailable' in server)('with PostgreSQL', () => {
  afterAll(async () => {
    if (!('unavailable' in server)) await server[Symbol.asyncDispose]();
  });

  const database = async (name: string): Promise<string> =>
    'unavailable' in server ? '' : await server.createDatabase(name);

  test('keeps-leases-of-the-dead', async () => {
    await using sink = await startSink();
    sink.respond = () => undefined;
    await using here = await place([sink], { DATABASE_URL: await database('leases') });
    await using dead = await here.start('keeps-leases-of-the-dead');
    await dead.post(...named('f1'));
    await until('the send', () => sink.alerts.length === 1);
    await dead.end('SIGKILL');
    sink.respond = undefined;
    await using alive = await here.start('keeps-leases-of-the-dead');
    await systemClock.sleep(6_000);
    await alive.post(...named('f2'));
    await until('the next', () => arrived(sink).includes('f2'));
    expect(arrived(sink)).toEqual(['f1', 'f2']);
  }, 30_000);

  test.each([
    ['the collector', undefined, 503],
    ['gives-up-on-database-loss', 'gives-up-on-database-loss', 202],
  ])('%s when the database is lost', { timeout: 30_000 }, async (_title, name, expected) => {
    await using sink = await startSink();
    const url = await database(`loss_${expected}`);
    await using here = await place([sink], { DATABASE_URL: url });
    await using child = await here.start(name);
    expect(await child.post(...named('f0'))).toBe(202);
    await allowConnections(url, false);
    expect(await child.post(...named('f1'))).toBe(expected);
    if (expected === 503) await until('bad health', async () => (await fetch(`${child.url}/health`)).status === 503);
    await allowConnections(url, true);
    const from = systemClock.monotonic();
    await until('the recovery', async () => (await child.post(...named('f2'))) === 202);
    await until('the next', () => arrived(sink).includes('f2'));
    expect(systemClock.monotonic() - from).toBeLessThan(5_000);
    expect(arrived(sink)).toEqual(['f0', 'f2']);
  });
});

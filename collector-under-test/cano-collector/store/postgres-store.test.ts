import { Client } from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { aWebhook } from '../testing/fixtures.ts';
import { hookConfig, injectCollector } from '../testing/inject.ts';
import { startPostgres } from '../testing/postgres.ts';
import { claimAll, testStoreContract, transition } from '../testing/store-contract.ts';
import { startSink } from '../testing/sink.ts';
import { until } from '../testing/wait-for.ts';
import { openPostgresStore } from './postgres-store.ts';

const server = await startPostgres();
const unavailable = 'unavailable' in server ? server.unavailable : undefined;
const title = unavailable === undefined ? 'PostgreSQL store' : `PostgreSQL store (skipped: ${unavailable})`;
let databases = 0;

async function newDatabase(): Promise<string> {
  if ('unavailable' in server) throw new Error(server.unavailable);
  databases += 1;
  return await server.createDatabase(`store_${databases}`);
}

async function open(url: string) {
  const store = await openPostgresStore(url);
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
}

describe.skipIf(unavailable !== undefined)(title, () => {
  afterAll(async () => {
    if (!('unavailable' in server)) await server[Symbol.asyncDispose]();
  });

  testStoreContract(async () => await open(await newDatabase()));

  test('lets replicas share the work without sharing a delivery', async () => {
    const url = await newDatabase();
    await using one = await open(url);
    await using two = await open(url);
    const keys = Array.from({ length: 40 }, (_none, index) => `k${index}`);
    await one.append(
      keys.map((key) => transition(key)),
      0,
    );
    const claims = await Promise.all(
      [one, two, one, two].map((store) => store.claim({ destination: 'a', limit: 10, now: 0, leaseMs: 1_000 })),
    );
    expect(new Set(claims.flat().map(({ id }) => id)).size).toBe(claims.flat().length);
  });

  test('starts while another replica is writing', async () => {
    const url = await newDatabase();
    await using running = await open(url);
    await running.append([transition('k1')], 0);
    const writer = new Client({ connectionString: url });
    await writer.connect();
    await writer.query('BEGIN; UPDATE deliveries SET due_at = 1; UPDATE owners SET alive_until = now()');
    await using started = await open(url);
    await writer.query('COMMIT');
    await writer.end();
    expect(await claimAll(started, 1)).toHaveLength(1);
  });

  test('gives the work of a dead replica to another once its lease ran out', async () => {
    const url = await newDatabase();
    await using dead = await open(url);
    await using alive = await open(url);
    await dead.append([transition('k1')], 0);
    const [lost] = await dead.claim({ destination: 'a', limit: 1, now: 0, leaseMs: 1_000 });
    expect(await claimAll(alive, 999)).toEqual([]);
    expect(await claimAll(alive, 1_000)).toHaveLength(1);
    expect(await dead.settle([{ id: lost!.id, kind: 'delivered' }])).toMatchObject([{ applied: false }]);
  });

  test('serves two collectors, which deliver a shared alert once', async () => {
    await using sink = await startSink();
    const options = { env: { DATABASE_URL: await newDatabase() }, config: hookConfig(sink.url) };
    await using one = await injectCollector(options);
    await using two = await injectCollector(options);
    expect((await one.post(aWebhook())).json()).toMatchObject({ duplicates: 0 });
    expect((await two.post(aWebhook())).json()).toMatchObject({ duplicates: 1 });
    await until('the delivery', () => sink.alerts.length > 0);
    const processed = async (): Promise<number> => {
      const counts = await Promise.all([one, two].map((replica) => replica.metric('cano_alerts_processed_total')));
      return (counts[0] ?? 0) + (counts[1] ?? 0);
    };
    await until('the end of processing', async () => (await processed()) === 1);
    expect(sink.alerts).toHaveLength(1);
  });

  test('fails at once when there is no server', async () => {
    await expect(openPostgresStore('postgres://cano@127.0.0.1:9/none')).rejects.toThrow();
  });
});

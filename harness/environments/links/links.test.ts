import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DeliverySpec, DeliveryStack, Toxic } from '../../contract/index.ts';
import { systemClock } from '../../core/index.ts';
import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import { findPostgres } from '../postgres/find-postgres.ts';
import { alertTo, beginDelivery, echoSystem, post } from '../testing/begin-delivery.ts';
import { eventually, processesOf } from '../testing/run-processes.ts';

const toolchain = process.env['FIREDRILL_TOOLCHAIN'];
const title = `links${toolchain === undefined ? ' (skipped: FIREDRILL_TOOLCHAIN is not set)' : ''}`;
const found = { 'toxiproxy-server': join(toolchain ?? '', 'toxiproxy-server') };

const noPostgres = 'reason' in (await findPostgres(join(import.meta.dirname, '../../..')));

/** Replicas that send on to `UPSTREAM` what they get. */
const spec = (upstream = '${sink.webhook}', change: Partial<DeliverySpec> = {}): DeliverySpec => ({
  drill: 'network/some/drill',
  subject: echoSystem({ UPSTREAM: upstream }),
  links: ['sink.webhook'],
  seed: 1,
  ...change,
});

const received = (stack: DeliveryStack): number => stack.sinks.get('webhook')!.requests().length;

const timed = async (url: string) => {
  const begun = systemClock.monotonic();
  const { sent } = await post(url, 'x'.repeat(2_000));
  return { sent, ms: systemClock.monotonic() - begun };
};

describe.skipIf(toolchain === undefined)(title, { timeout: 60_000 }, () => {
  test('pass everything on until they are disturbed, each for its own replica, and leave nothing behind', async () => {
    await using run = await beginDelivery(found);
    await using stack = await run.start(spec(undefined, { replicas: 2 }));
    const [one, other] = stack.replicas;
    expect([(await post(one!.url, 'x')).sent, (await post(other!.url, 'x')).sent]).toEqual([200, 200]);
    expect(received(stack)).toBe(2);
    const cut = await stack.link('sink.webhook', 1).disturb({ kind: 'down' });
    expect(cut.proof).toBe('a connection to sink.webhook was refused');
    expect([(await post(one!.url, 'x')).sent, (await post(other!.url, 'x')).sent]).toEqual([200, 'ECONNREFUSED']);
    await cut[Symbol.asyncDispose]();
    expect((await post(other!.url, 'x')).sent).toBe(200);
    expect(received(stack)).toBe(4);
    await stack[Symbol.asyncDispose]();
    expect(await processesOf(run.runId)).toHaveLength(1);
  });

  test.each<[Toxic, RegExp, readonly (number | string)[], number]>([
    [{ kind: 'latency', latencyMs: 300, jitterMs: 20 }, /answered after (2[89]\d|[3-9]\d\d|\d{4,}) ms$/, [200], 280],
    [{ kind: 'bandwidth', rateKb: 4 }, /brought 400 bytes there after \d{2,} ms$/, [200], 450],
    // Toxiproxy only closes a connection that was open before.
    [{ kind: 'reset', afterMs: 100 }, /was reset after (9\d|\d{3,}) ms$/, ['ECONNRESET', 'UND_ERR_SOCKET'], 90],
    [{ kind: 'timeout', timeoutMs: 300 }, /got no answer within 500 ms$/, ['UND_ERR_SOCKET'], 250],
  ])('%o is seen on them, by the replica too, and gone after', async (toxic, proof, sent, atLeastMs) => {
    await using run = await beginDelivery(found);
    await using stack = await run.start(spec());
    const { url } = stack;
    expect((await timed(url)).sent).toBe(200);
    const before = received(stack);
    const fault = await stack.link('sink.webhook').disturb(toxic);
    expect(fault.proof).toMatch(proof);
    expect(received(stack)).toBe(before);
    const seen = await timed(url);
    expect(sent).toContain(seen.sent);
    expect(seen.ms).toBeGreaterThanOrEqual(atLeastMs);
    await fault[Symbol.asyncDispose]();
    await eventually('it is over', async () => {
      const after = await timed(url);
      return after.sent === 200 && after.ms < 250;
    });
  });

  test('close late', async () => {
    await using run = await beginDelivery(found);
    await using stack = await run.start(spec());
    await using fault = await stack.link('sink.webhook').disturb({ kind: 'slow-close', delayMs: 400 });
    expect(fault.proof).toMatch(/was closed after its answer after (3[6-9]\d|[4-9]\d\d|\d{4,}) ms$/);
    expect((await timed(stack.url)).sent).toBe(200);
  });

  test.each<Toxic>([{ kind: 'latency', latencyMs: 100 }, { kind: 'timeout', timeoutMs: 100 }, { kind: 'down' }])(
    'that nobody takes make the fault ineffective: %o',
    async (toxic) => {
      await using run = await beginDelivery(found);
      await using stack = await run.start(spec('${sink.slack}'));
      const fault = await stack.link('sink.webhook').disturb(toxic);
      expect((await post(stack.url, 'x')).sent).toBe(200);
      await expect(fault[Symbol.asyncDispose]()).rejects.toMatchObject({
        code: 'FAULT_INEFFECTIVE',
        message: expect.stringContaining('of replica 0 to sink.webhook disturbed nobody') as string,
      });
    },
  );

  test('that were used before but not meanwhile make the fault ineffective too', async () => {
    await using run = await beginDelivery(found);
    await using stack = await run.start(spec());
    expect((await post(stack.url, 'x')).sent).toBe(200);
    const fault = await stack.link('sink.webhook').disturb({ kind: 'latency', latencyMs: 50 });
    await expect(fault[Symbol.asyncDispose]()).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    expect((await post(stack.url, 'x')).sent).toBe(200);
  });

  test.skipIf(noPostgres)('lead to the database too, and cut one replica off from it', async () => {
    await using run = await beginDelivery(found);
    const env = { DATABASE_URL: '${database.url}' };
    const change = { subject: canoCollector, database: true, env, links: ['database'], replicas: 2 };
    await using stack = await run.start(spec(undefined, change));
    const health = async (): Promise<number[]> =>
      await Promise.all(stack.replicas.map(async ({ url }) => (await fetch(`${url}/health`)).status));
    expect(await health()).toEqual([200, 200]);
    const slow = await stack.link('database', 1).disturb({ kind: 'latency', latencyMs: 200 });
    expect(slow.proof).toMatch(/^a connection to database was answered after ([2-9]\d\d|\d{4,}) ms$/);
    expect((await alertTo(stack.replicas[1]!.url)).status).toBe(202);
    await slow[Symbol.asyncDispose]();
    await using late = await stack.link('database', 0).disturb({ kind: 'slow-close', delayMs: 300 });
    expect(late.proof).toMatch(/was closed after its answer after (2[7-9]\d|[3-9]\d\d|\d{4,}) ms$/);
    expect((await alertTo(stack.replicas[0]!.url)).status).toBe(202);
    const cut = await stack.link('database', 1).disturb({ kind: 'down' });
    await eventually('it cannot work', async () => (await health()).join() === '200,503');
    await cut[Symbol.asyncDispose]();
    await eventually('it can work again', async () => (await health()).join() === '200,200');
  });

  test.each(['sink.nobody', 'database', 'nobody'])('to %s there are none', async (to) => {
    await using run = await beginDelivery(found);
    await expect(run.start(spec(undefined, { links: [to] }))).rejects.toMatchObject({ code: 'DRILL_INVALID' });
    expect(await processesOf(run.runId)).toHaveLength(1);
  });
});

test('need toxiproxy', async () => {
  await using run = await beginDelivery();
  await expect(run.start(spec())).rejects.toMatchObject({ code: 'TOOL_MISSING' });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { LoadGenerator } from '../contract/index.ts';
import { poll, systemClock } from '../core/index.ts';
import { alertsOf } from './alerts-of.ts';
import { profiles, readRecord, startK6Load, type LoadPlan, type K6LoadOptions } from './index.ts';
import { readRequests } from './read-record.ts';
import { startBodiesServer } from './testing/bodies-server.ts';
import { spawnProcess } from './testing/spawn-process.ts';

const toolchain = process.env['FIREDRILL_TOOLCHAIN'];
const title = `load by real k6${toolchain === undefined ? ' (skipped: FIREDRILL_TOOLCHAIN names no folder with k6)' : ''}`;
const k6Path = join(toolchain ?? '', 'k6');

const startK6: LoadGenerator['start'] = async (args, env) => await spawnProcess(k6Path, args, env);

const input = { name: 'test', run: '0123abcd', seed: 7, alertsPerSecond: 100, durationMs: 2_000, alertsPerRequest: 2 };
const ok: RequestListener = (_, response) => response.end();
const hang: RequestListener = () => undefined;

/** A server, and loads to it that leave nothing behind. */
const bench = async (answer: RequestListener) => {
  const stack = new AsyncDisposableStack();
  const server = stack.use(await startBodiesServer(answer));
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-load-'));
  stack.defer(async () => await rm(folder, { recursive: true }));
  const stop = new AbortController();
  const common = {
    url: server.url,
    shards: 1,
    env: { PATH: process.env['PATH'] ?? '' },
    lagLimitMs: 50,
    readyMs: 500,
  };
  let loads = 0;
  const load = async (plan: LoadPlan, options: Partial<K6LoadOptions> = {}) => {
    const own = { folder: join(folder, String((loads += 1))), clock: systemClock, signal: stop.signal };
    return stack.use(await startK6Load({ ...common, ...own, start: startK6, plan, ...options }));
  };
  return { server, load, stop, [Symbol.asyncDispose]: async () => await stack.disposeAsync() };
};

const iterationsOf = async (files: readonly string[]): Promise<readonly number[]> => {
  const found: number[] = [];
  for await (const { iteration } of readRequests({ files })) found.push(iteration);
  return found.sort((one, other) => one - other);
};

describe.skipIf(toolchain === undefined)(title, { timeout: 60_000 }, () => {
  test('sends the plan to its end, each body as it is computed again, and records it', async () => {
    await using it = await bench(ok);
    const plan = profiles.steady(input);
    const load = await it.load(plan);
    const summary = await load.ended;
    expect(summary).toMatchObject({
      outcome: { kind: 'ended' },
      planned: { requests: 100, alerts: 200 },
      acknowledged: { requests: 100, alerts: 200 },
      dropped: 0,
      missing: 0,
      torn: 0,
    });
    const sent = it.server.bodies.flatMap((body) => (JSON.parse(body) as { alerts: object[] }).alerts);
    const computed = Array.from({ length: 100 }, (_, iteration) =>
      alertsOf(plan, iteration, load.startMs).alerts.map((alert) => alert.sent),
    ).flat();
    const inOrder = (alerts: readonly object[]) => alerts.map((alert) => JSON.stringify(alert)).sort();
    expect(inOrder(sent)).toEqual(inOrder(computed));
    const transitions = await Array.fromAsync(readRecord({ plan, files: load.files }));
    expect(new Set(transitions.map(({ id, status }) => `${id} ${status}`)).size).toBe(200);
    expect(transitions.every(({ answer }) => answer === 'acknowledged')).toBe(true);
  });

  test.each(['steady', 'spike'] as const)('sends a %s plan by three processes as by one', async (profile) => {
    await using it = await bench(ok);
    const plan = profiles[profile](input);
    const every = Array.from({ length: plan.arrivals.requests }, (_, iteration) => iteration);
    for (const shards of [1, 3]) {
      const load = await it.load(plan, { shards });
      expect((await load.ended).outcome).toEqual({ kind: 'ended' });
      expect(load.files).toHaveLength(shards);
      expect(await iterationsOf(load.files)).toEqual(every);
    }
  });

  test('starts each request when it is due', async () => {
    await using it = await bench(ok);
    const load = await it.load(profiles.ramp({ ...input, alertsPerSecond: 60 }));
    const { lag, missing } = await load.ended;
    expect(missing).toBe(0);
    for await (const { sentMs, intendedMs } of readRequests(load)) expect(sentMs).toBeGreaterThan(intendedMs - 40);
    expect(lag.p50Ms).toBeLessThan(200);
  });

  test('tells refused requests from unanswered ones', async () => {
    await using it = await bench((_, response) =>
      it.server.bodies.length % 2 === 0 ? response.writeHead(503).end() : undefined,
    );
    const load = await it.load(profiles.steady({ ...input, answerWithinMs: 300 }));
    expect(await load.ended).toMatchObject({
      outcome: { kind: 'ended' },
      refused: { requests: 50 },
      unanswered: { requests: 50, alerts: 100 },
    });
  });

  test('drops what it cannot begin, which k6 ends with its threshold for and makes it unsound', async () => {
    await using it = await bench(hang);
    const load = await it.load(profiles.steady({ ...input, answerWithinMs: 1_000, atOnce: 5 }));
    const summary = await load.ended;
    expect(summary.outcome).toEqual({ kind: 'threshold' });
    expect(summary.dropped).toBeGreaterThan(50);
    expect(summary.missing).toBeGreaterThan(50);
    expect(summary.missing).toBeLessThanOrEqual(summary.dropped ?? 0);
  });

  test.each(['signal', 'disposal'] as const)('is aborted by its %s, and its record is kept', async (how) => {
    await using it = await bench(ok);
    const load = await it.load(profiles.soak({ ...input, durationMs: 600_000 }), { shards: 2 });
    const some = { what: 'some requests', until: (count: number) => count > 10 };
    await poll(() => it.server.bodies.length, { ...some, everyMs: 20, timeoutMs: 30_000, clock: systemClock });
    if (how === 'signal') it.stop.abort(new Error('interrupted'));
    else await load[Symbol.asyncDispose]();
    const summary = await load.ended;
    expect(summary.outcome).toEqual({ kind: 'aborted' });
    expect(summary.acknowledged.requests).toBeGreaterThan(5);
  });

  test('gives the error of a plan that its script cannot run', async () => {
    await using it = await bench(ok);
    const load = await it.load({ ...profiles.steady(input), atOnce: -1000 });
    const { outcome } = await load.ended;
    expect(outcome).toMatchObject({ kind: 'script-error', error: { code: 'LOAD_FAILED' } });
    expect('error' in outcome && outcome.error.message).toContain("preAllocatedVUs can't be negative");
  });

  test('fails when one of its processes is killed, and ends the others', async () => {
    await using it = await bench(ok);
    const load = await it.load(profiles.soak({ ...input, durationMs: 600_000 }), {
      shards: 2,
      start: async (args, env) => {
        const process = await startK6(args, env);
        if (args.includes('0:1/2')) process.signal('SIGKILL');
        return process;
      },
    });
    expect((await load.ended).outcome).toMatchObject({ kind: 'failed', error: { code: 'LOAD_FAILED' } });
  });
});

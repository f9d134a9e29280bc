import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MonitoringSpec, PrometheusSpec } from '../../contract/index.ts';
import { getJson, poll, systemClock } from '../../core/index.ts';
import { uniqueRunId } from '../testing/node-program.ts';
import { processesOf } from '../testing/run-processes.ts';
import { startLocalEnvironment } from './local-environment.ts';

const root = join(import.meta.dirname, '../../..');
const toolchain = process.env['FIREDRILL_TOOLCHAIN'];
const title = `monitors alone${toolchain === undefined ? ' (skipped: FIREDRILL_TOOLCHAIN is not set)' : ''}`;
const tool = (name: string): string => join(toolchain ?? '', name);
const programs = { prometheus: tool('prometheus'), alertmanager: tool('alertmanager') };
const never = new AbortController().signal;

const cluster = { peerTimeoutMs: 500, pushPullMs: 1_000, gossipMs: 50, settleMs: 1_000 };
const spec = (change: Partial<MonitoringSpec> = {}): MonitoringSpec => ({
  drill: 'routing/some/drill',
  alertmanager: "route: { receiver: r }\nreceivers: [{ name: r, webhook_configs: [{ url: '${sink.r}/in' }] }]\n",
  path: 'alertmanager.yml',
  sinks: { r: 'webhook', target: 'target' },
  members: 1,
  seed: 1,
  ...change,
});
const prometheus = (change: Partial<PrometheusSpec> = {}): PrometheusSpec => ({
  replicas: 1,
  config: "global: { scrape_interval: 250ms, scrape_timeout: 250ms, external_labels: { replica: '${replica}' } }",
  rules: { '0.yml': 'groups: []' },
  flags: [],
  keepsSamples: true,
  job: 'shop',
  target: 'target',
  ...change,
});

const begin = async () => {
  const runId = uniqueRunId();
  const environment = await startLocalEnvironment({ runId, root, programs, clock: systemClock });
  return {
    runId,
    start: async (monitoring: MonitoringSpec) => await environment.startMonitoring(monitoring, never),
    [Symbol.asyncDispose]: async () => await environment[Symbol.asyncDispose](),
  };
};
const becomes = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  await poll(holds, { what, until: Boolean, everyMs: 50, timeoutMs: 30_000, clock: systemClock });
};

type Status = { readonly cluster: { readonly peers?: readonly { readonly name: string }[] } };
const peersOf = async ({ url }: { readonly url: string }): Promise<string[]> =>
  (((await getJson(`${url}/api/v2/status`)) as Status).cluster.peers ?? []).map(({ name }) => name).sort();
type Count = { readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] } };
const valueOf = async ({ url }: { readonly url: string }, query: string): Promise<number> => {
  const answer = await getJson(`${url}/api/v1/query?${new URLSearchParams({ query }).toString()}`);
  return Number((answer as Count).data.result[0]?.value[1] ?? 0);
};

describe.skipIf(toolchain === undefined)(title, { timeout: 120_000 }, () => {
  test('form a cluster, which a member that was killed joins again at its address', async () => {
    await using run = await begin();
    await using stack = await run.start(spec({ members: 2, cluster }));
    const both = ['member-0', 'member-1'];
    const joined = async (): Promise<boolean> =>
      (await Promise.all(stack.members.map(peersOf))).every((names) => names.join() === both.join());
    await becomes('both know each other', joined);
    const { url } = stack.members[0]!;
    await stack.members[0]!.stop('abruptly');
    expect(await processesOf(run.runId)).toHaveLength(2);
    await stack.members[0]!.restart();
    expect(stack.members[0]!.url).toBe(url);
    await becomes('both know each other again', joined);
    await stack[Symbol.asyncDispose]();
    expect(await processesOf(run.runId)).toHaveLength(1);
  });

  test.each([
    ['keeps its samples', true],
    ['loses its samples', false],
  ])('are a Prometheus that scrapes its target and %s when it is started again', async (_, keepsSamples) => {
    await using run = await begin();
    await using stack = await run.start(spec({ prometheus: prometheus({ keepsSamples }) }));
    const [only] = stack.prometheuses;
    const isUp = async (): Promise<boolean> => (await valueOf(only!, 'up{job="shop"}')) === 1;
    await becomes('the target is up', isUp);
    await only!.stop('gracefully');
    const between = systemClock.now() / 1_000;
    await only!.restart();
    await becomes('the target is up again', isUp);
    const before = await valueOf(only!, `count_over_time(up{job="shop"}[5m] @ ${between})`);
    expect(before > 0).toBe(keepsSamples);
  });

  test('stop what runs already when the target is no sink', async () => {
    await using run = await begin();
    const wrong = spec({ prometheus: prometheus({ target: 'nobody' }) });
    await expect(run.start(wrong)).rejects.toMatchObject({ code: 'DRILL_INVALID' });
    expect(await processesOf(run.runId)).toHaveLength(1);
  });
});

/** Is ready, and says nothing of its cluster. */
const silentMember = `#!${process.execPath}
const server = require('node:http').createServer((request, response) => {
  response.statusCode = request.url === '/-/ready' ? 200 : 500;
  response.end();
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ msg: 'Listening on', address: '127.0.0.1:' + server.address().port }));
});
`;

test('a member that does not say where it listens to the others is stopped', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-member-'));
  try {
    const alertmanager = join(folder, 'alertmanager');
    await writeFile(alertmanager, silentMember);
    await chmod(alertmanager, 0o755);
    const runId = uniqueRunId();
    const only = { prometheus: alertmanager, alertmanager };
    await using environment = await startLocalEnvironment({ runId, root, programs: only, clock: systemClock });
    const started = environment.startMonitoring(spec({ cluster }), never);
    await expect(started).rejects.toMatchObject({ message: expect.stringContaining('status 500') as string });
    expect(await processesOf(runId)).toHaveLength(1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import { endpointStatistics } from '../../../fixtures/systems/endpoint-statistics/system.ts';
import type { Stack, StackSpec } from '../../contract/index.ts';
import { poll, systemClock } from '../../core/index.ts';
import { uniqueRunId } from '../testing/node-program.ts';
import { nothingRuns, processesOf } from '../testing/run-processes.ts';
import { startLocalEnvironment } from './local-environment.ts';

const root = join(import.meta.dirname, '../../..');
const toolchain = process.env['FIREDRILL_TOOLCHAIN'];
const title = `a local stack of real programs${toolchain === undefined ? ' (skipped: FIREDRILL_TOOLCHAIN is not set)' : ''}`;
const tool = (name: string): string => join(toolchain ?? '', name);
const programs = { prometheus: tool('prometheus'), alertmanager: tool('alertmanager') };

const start = async (runId: string) => await startLocalEnvironment({ runId, root, programs, clock: systemClock });

const rules = `groups:
  - name: all
    interval: 250ms
    rules:
      - alert: CanoCollectorDown
        expr: up{job="cano-collector"} == 0
`;

const spec = (change: Partial<StackSpec> = {}): StackSpec => ({
  drill: 'alerts/some/drill',
  system: canoCollector,
  rules: { '0.yml': rules },
  prometheus: 'global: { scrape_interval: 250ms, scrape_timeout: 200ms, evaluation_interval: 250ms }',
  alertmanager: `route: { receiver: oncall, group_wait: 1s }
receivers:
  - name: oncall
    webhook_configs: [{ url: '\${sink.oncall}/in' }]`,
  prometheusFlags: ['--query.lookback-delta=2s'],
  env: {},
  seed: 1,
  ...change,
});

/** The values that Prometheus would give a rule now. */
const valuesOf = async ({ prometheusUrl }: Stack, query: string): Promise<string[]> => {
  const response = await fetch(`${prometheusUrl}/api/v1/query?${new URLSearchParams({ query }).toString()}`);
  const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
  return data.result.map(({ value }) => value[1]);
};

const upBecomes = async (stack: Stack, wanted: string[]): Promise<void> => {
  const until = (values: string[]): boolean => values.join() === wanted.join();
  const options = { until, everyMs: 100, timeoutMs: 30_000, clock: systemClock };
  await poll(() => valuesOf(stack, 'up'), { what: `up is ${wanted.join()}`, describe: String, ...options });
};

const workFolders = async (runId: string): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(`firedrill-${runId}-`));

const never = new AbortController().signal;

describe.skipIf(toolchain === undefined)(title, { timeout: 120_000 }, () => {
  test('scrapes its subject, loses it when the target is withdrawn, and leaves nothing behind', async () => {
    const runId = uniqueRunId();
    const environment = await start(runId);
    const stack = await environment.start(spec(), never);
    await upBecomes(stack, ['1']);
    const [folder = ''] = await workFolders(runId);
    const inside = join(tmpdir(), folder, 'alerts__some__drill');
    expect(stack.subject.workDir).toBe(join(inside, 'subject'));
    expect(stack.eventLog).toBe(join(inside, 'alertmanager-events.jsonl'));
    expect([...stack.sinks.keys()]).toEqual(canoCollector.sinks);
    expect(await processesOf(runId)).toHaveLength(4);

    const target = await stack.withdrawTarget(never);
    await upBecomes(stack, []);
    await target[Symbol.asyncDispose]();
    await upBecomes(stack, ['1']);

    await stack.subject.kill();
    await upBecomes(stack, ['0']);
    const oncall = stack.sinks.get('oncall');
    const options = { until: (count: number) => count > 0, everyMs: 50, timeoutMs: 30_000, clock: systemClock };
    await poll(() => oncall?.requests().length ?? 0, { what: 'the receiver is told', ...options });
    expect(oncall?.requests()[0]).toMatchObject({ path: '/in', status: 200 });
    expect(await readFile(stack.eventLog, 'utf8')).toContain('"notification"');

    await stack[Symbol.asyncDispose]();
    expect(await processesOf(runId)).toHaveLength(1);
    await environment[Symbol.asyncDispose]();
    await nothingRuns(runId);
    expect(await workFolders(runId)).toEqual([]);
  });

  test('scrapes the exporters beside its subject, which follow it through a restart', async () => {
    const runId = uniqueRunId();
    await using environment = await start(runId);
    await using stack = await environment.start(spec({ system: endpointStatistics }), never);
    await upBecomes(stack, ['1', '1']);
    const burnt = 'container_cpu_usage_seconds_total{job="kubelet",container="flask-api"}';
    const runs = async (count: number): Promise<void> => {
      const until = (values: string[]): boolean => values.length === count;
      const options = { until, everyMs: 100, timeoutMs: 30_000, clock: systemClock };
      await poll(() => valuesOf(stack, burnt), { what: `${count} containers run`, describe: String, ...options });
    };
    await runs(1);
    await stack.subject.kill();
    await runs(0);
    await stack.subject.restart();
    await runs(1);
    await upBecomes(stack, ['1', '1']);
  });

  test('ends everything when it is disposed while a stack runs', async () => {
    const runId = uniqueRunId();
    const environment = await start(runId);
    const stack = await environment.start(spec(), never);
    await stack.subject.freeze();
    await environment[Symbol.asyncDispose]();
    await nothingRuns(runId);
    expect(await workFolders(runId)).toEqual([]);
    await stack[Symbol.asyncDispose]();
  });

  test.each([
    ['alertmanager', 'PROCESS_EXITED', { alertmanager: 'route: { receiver: nobody }' }, /undefined receiver .*nobody/s],
    ['prometheus', 'PROCESS_EXITED', { prometheus: 'global: { scrape_interval: 1parsec }' }, /1parsec/],
    ['alertmanager', 'CONFIG_INVALID', { alertmanager: '# ${sink.nobody}' }, /unknown placeholder/],
  ] as const)('stops what runs already when %s does not start: %s', async (_, code, change, said) => {
    const runId = uniqueRunId();
    await using environment = await start(runId);
    await expect(environment.start(spec(change), never)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(said) as string,
    });
    expect(await processesOf(runId)).toHaveLength(1);
  });

  test('stops what runs already when the run is interrupted meanwhile', async () => {
    const runId = uniqueRunId();
    await using environment = await start(runId);
    const interrupt = new AbortController();
    const starting = environment.start(spec(), interrupt.signal).catch((error: unknown) => error);
    const options = { until: (pids: number[]) => pids.length >= 3, everyMs: 5, timeoutMs: 30_000, clock: systemClock };
    await poll(() => processesOf(runId), { what: 'alertmanager is being started', ...options });
    interrupt.abort(new Error('SIGINT'));
    expect(await starting).toMatchObject({ message: 'SIGINT' });
    expect(await processesOf(runId)).toHaveLength(1);
  });
});

test('has the capabilities of a machine of its own, and a work folder only as long as it lives', async () => {
  const runId = uniqueRunId();
  const environment = await start(runId);
  const [folder = ''] = await workFolders(runId);
  expect(environment.name).toBe('local');
  expect([...environment.capabilities].sort()).toEqual([
    ...(environment.lacking?.has('database') === true ? [] : ['database']),
    'files',
    'monitors',
    'process-ids',
    'replicas',
    'restart',
    'signals',
    'sinks',
    ...(environment.lacking?.has('small-file-system') === true ? [] : ['small-file-system']),
    'targets',
    'tool:alertmanager',
    'tool:prometheus',
  ]);
  await environment[Symbol.asyncDispose]();
  expect(existsSync(join(tmpdir(), folder))).toBe(false);
  await nothingRuns(runId);
});

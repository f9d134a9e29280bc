import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Cluster, KubeObject, Ran } from '../../contract/index.ts';
import { systemClock } from '../../core/index.ts';
import { profiles } from '../profiles.ts';
import { formatRecord } from '../record-line.ts';
import { inPod, loadPods } from './load-pods.ts';
import { scriptFiles } from './script-files.ts';
import { startPodLoad } from './start-pod-load.ts';
import { testRunSchema } from './test-run-schema.ts';
import { testRun } from './test-run.ts';

const input = { name: 'test', run: '0123abcd', seed: 7, alertsPerSecond: 20, durationMs: 1_000, alertsPerRequest: 1 };
const plan = profiles.steady(input);
const image = 'grafana/k6:1.8.1';

test('the files of the script are all that it imports, and nothing else', async () => {
  const files = await scriptFiles();
  const imported = Object.entries(files).flatMap(([path, text]) =>
    [...text.matchAll(/^import (?!type ).* from '(\.[^']+)'/gm)].map(([, to = '']) => join(path, '..', to)),
  );
  expect(Object.keys(files)).toContain('k6/alerts.ts');
  expect(new Set(['k6/alerts.ts', ...imported])).toEqual(new Set(Object.keys(files)));
});

test('the pods of a job share the load by their index, and find every file where the script asks for it', () => {
  const files = { 'k6/alerts.ts': 'script', 'mix.ts': 'other' };
  const [map, job] = loadPods({ name: 'load-1', image, shards: 3, files });
  expect(map).toMatchObject({ data: { 'k6.alerts.ts': 'script', 'mix.ts': 'other' } });
  expect(job).toMatchObject({ spec: { completionMode: 'Indexed', completions: 3, parallelism: 3 } });
  const text = JSON.stringify(job);
  expect(text).toContain('--execution-segment-sequence 0/3,1/3,2/3,3/3');
  expect(text).toContain('{"key":"k6.alerts.ts","path":"k6/alerts.ts"}');
  expect(JSON.stringify(loadPods({ name: 'load-1', image, shards: 1, files }))).not.toContain('segment');
});

test('the same load is a TestRun as the operator defines it, and what it does not define is refused', () => {
  const job = { plan, url: 'http://collector:8080/api/alerts', startMs: 1_000, droppedAtMost: 0 };
  const [map, run] = testRun({ name: 'load-1', image, shards: 3, files: { 'k6/alerts.ts': 'script' }, job });
  expect(run).toMatchObject({ kind: 'TestRun', spec: { parallelism: 3, script: { localFile: inPod.script } } });
  expect(JSON.parse((map as unknown as { data: Record<string, string> }).data['job.json'] ?? '')).toEqual(job);
  const spec = run['spec'] as object;
  expect(testRunSchema.safeParse({ ...run, spec: { ...spec, parallelism: 0 } }).success).toBe(false);
  expect(testRunSchema.safeParse({ ...run, spec: { ...spec, shards: 3 } }).success).toBe(false);
  const both = { localFile: '/a.ts', configMap: { name: 'a' } };
  expect(testRunSchema.safeParse({ ...run, spec: { ...spec, script: both } }).success).toBe(false);
});

/** A cluster whose pods send their part of the plan at once; `ends` is how k6 ends in each. */
const fakeCluster = (ends: readonly string[]) => {
  const applied: KubeObject[] = [];
  const told: string[] = [];
  const pods = ends.map((_, index) => ({
    ...{ apiVersion: 'v1', kind: 'Pod', status: { phase: 'Running' } },
    metadata: { name: `pod-${index}`, labels: { 'batch.kubernetes.io/job-completion-index': String(index) } },
  }));
  const textOf = (index: number, path: string): string => {
    if (path === inPod.status) return ends[index] ?? '';
    if (path === inPod.counts) return '{"dropped":1}';
    if (path !== inPod.record) return 'its last words';
    return Array.from({ length: plan.arrivals.requests }, (_, iteration) => iteration)
      .filter((iteration) => iteration % ends.length === index)
      .map((iteration) => `${formatRecord({ iteration, intendedMs: 0, sentMs: 2, answeredMs: 3, status: 202 })}\n`)
      .join('');
  };
  const cluster: Pick<Cluster, 'apply' | 'list' | 'read' | 'remove' | 'exec'> = {
    apply: async (manifests) => await Promise.resolve(void applied.push(...manifests)),
    list: async () => await Promise.resolve(pods.toReversed()),
    read: async () => await Promise.resolve(pods[0]),
    remove: async ({ kind }) => {
      applied.splice(0, applied.length, ...applied.filter((each) => each.kind !== kind));
      await Promise.resolve();
    },
    async exec(pod, [program = '', ...args]): Promise<Ran> {
      if (program === 'sh') told.push(pod);
      const stdout = program === 'cat' ? textOf(Number(pod.slice(4)), args[0] ?? '') : '';
      return await Promise.resolve({ command: program, status: 0, stdout, stderr: '', ms: 0 });
    },
  };
  return { cluster, applied, told };
};

const loadOn = async (ends: readonly string[]) => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-pods-'));
  const { cluster, applied, told } = fakeCluster(ends);
  const common = { plan, clock: systemClock, signal: new AbortController().signal, lagLimitMs: 50, name: 'load-1' };
  const options = {
    ...common,
    cluster,
    image,
    shards: ends.length,
    url: 'http://collector',
    folder: join(folder, '1'),
  };
  const load = await startPodLoad(options);
  const summary = await load.ended;
  const written = await readFile(join(folder, '1', 'test-run.json'), 'utf8');
  await load[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
  return { summary, left: applied, told, written };
};

test('what the pods of a load have sent is one load, and nothing of it is left on the cluster', async () => {
  const { summary, left, told, written } = await loadOn(['0', '99', '0']);
  expect(summary).toMatchObject({
    outcome: { kind: 'threshold' },
    dropped: 3,
    missing: 0,
    acknowledged: { requests: plan.arrivals.requests },
    lag: { maxMs: 2 },
  });
  expect(told).toEqual(['pod-0', 'pod-1', 'pod-2']);
  expect(left).toEqual([]);
  expect(JSON.parse(written)).toMatchObject({ kind: 'List', items: [{ kind: 'ConfigMap' }, { kind: 'TestRun' }] });
});

test('a pod in which k6 fails makes the load fail with its last words', async () => {
  const { summary } = await loadOn(['0', '1']);
  expect(summary.outcome).toMatchObject({ kind: 'failed' });
  expect('error' in summary.outcome && summary.outcome.error.message).toContain('its last words');
});

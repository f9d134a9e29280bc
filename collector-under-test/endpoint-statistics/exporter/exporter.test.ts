import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderPod } from './exposition.ts';
import { readOptions } from './options.ts';
import { readGroup } from './process-group.ts';

const pod = {
  namespace: 'endpoint-stats',
  pod: 'flask-api-0',
  container: 'flask-api',
  cpuLimit: 0.1,
  memoryLimit: undefined,
  limitNames: 'v1',
  podTotals: false,
} as const;

test('tells usage and limits under the documented names', () => {
  expect(renderPod({ ...pod, memoryLimit: 1e9 }, { cpuSeconds: 1.25, memoryBytes: 2048 })).toBe(
    `# TYPE container_cpu_usage_seconds_total counter
container_cpu_usage_seconds_total{namespace="endpoint-stats",pod="flask-api-0",container="flask-api"} 1.25
# TYPE container_memory_usage_bytes gauge
container_memory_usage_bytes{namespace="endpoint-stats",pod="flask-api-0",container="flask-api"} 2048
# TYPE kube_pod_container_resource_limits_cpu_cores gauge
kube_pod_container_resource_limits_cpu_cores{namespace="endpoint-stats",pod="flask-api-0",container="flask-api"} 0.1
# TYPE kube_pod_container_resource_limits_memory_bytes gauge
kube_pod_container_resource_limits_memory_bytes{namespace="endpoint-stats",pod="flask-api-0",container="flask-api"} 1000000000
`,
  );
});

test('tells limits as kube-state-metrics 2 does, and the cgroup of the pod as cAdvisor does', () => {
  const text = renderPod({ ...pod, limitNames: 'v2', podTotals: true }, { cpuSeconds: 1, memoryBytes: 2 });
  expect(text).toContain(
    'resource_limits{namespace="endpoint-stats",pod="flask-api-0",container="flask-api",resource="cpu",unit="core"} 0.1',
  );
  expect(text).not.toContain('cpu_cores');
  expect(text).toContain(
    'container_cpu_usage_seconds_total{namespace="endpoint-stats",pod="flask-api-0",container=""} 1',
  );
});

test('tells no usage of what does not run, and no limit that there is not', () => {
  expect(renderPod({ ...pod, cpuLimit: undefined }, undefined)).toBe('');
});

test('reads its flags, and refuses others', () => {
  const args = ['--pid-file', 'p', '--namespace', 'n', '--pod', 'o', '--container', 'c'];
  expect(readOptions([...args, '--cpu-limit', '0.5', '--pod-totals'])).toEqual({
    ...pod,
    pidFile: 'p',
    namespace: 'n',
    pod: 'o',
    container: 'c',
    cpuLimit: 0.5,
    podTotals: true,
  });
  expect(() => readOptions([...args, '--cpu-limit', 'much'])).toThrow();
  expect(() => readOptions([...args, '--memory', '1'])).toThrow();
});

/** Burns CPU and holds memory, says so, and stays. */
const busy = `
  const held = Buffer.alloc(100 * 2 ** 20, 1);
  while (process.cpuUsage().user + process.cpuUsage().system < 600_000);
  console.log('burnt ' + held.length);
  setInterval(() => held, 1e3);`;

test('sees what the processes of a group really use, and nothing once they are gone', { timeout: 30_000 }, async () => {
  const child = spawn(process.execPath, ['-e', busy], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const usage = readGroup(child.pid ?? 0);
  expect(usage?.cpuSeconds).toBeGreaterThan(0.55);
  expect(usage?.cpuSeconds).toBeLessThan(3);
  expect(usage?.memoryBytes).toBeGreaterThan(100 * 2 ** 20);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  expect(readGroup(child.pid ?? 0)).toBeUndefined();
});

test('serves what it reads', { timeout: 30_000 }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'exporter-'));
  await writeFile(join(dir, 'pid'), '0\n');
  const args = [
    '--pid-file',
    join(dir, 'pid'),
    '--namespace',
    'n',
    '--pod',
    'o',
    '--container',
    'c',
    '--cpu-limit',
    '2',
  ];
  const env = { ...process.env, HOST: '127.0.0.1', PORT: '0' };
  const main = new URL('main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, ...args], { detached: true, env, stdio: ['ignore', 'pipe', 'inherit'] });
  await writeFile(join(dir, 'pid'), `${child.pid ?? 0}\n`);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { port } = JSON.parse(line.toString()) as { port: number };
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(text).toMatch(/^container_cpu_usage_seconds_total\{namespace="n",pod="o",container="c"\} [0-9.]+$/m);
  expect(text).toContain('kube_pod_container_resource_limits_cpu_cores{namespace="n",pod="o",container="c"} 2');
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  await rm(dir, { recursive: true });
});

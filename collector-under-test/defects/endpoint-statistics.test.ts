import { readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { startChild } from '../cano-collector/testing/child.ts';
import { tempDir } from '../cano-collector/testing/temp-dir.ts';

async function startDefect(name: string) {
  await using undo = new AsyncDisposableStack();
  const dir = undo.use(await tempDir());
  const entry = new URL(`${name}.ts`, import.meta.url);
  const env = { DATA_DIR: dir.path, STORE_TIMEOUT_MS: '50', NODE_NO_WARNINGS: '1' };
  const child = undo.use(await startChild({ entry, env }));
  const get = async (path: string): Promise<{ status: number; text: string }> => {
    const answer = await fetch(child.url + path);
    return { status: answer.status, text: await answer.text() };
  };
  const stack = undo.move();
  return { file: dir.join('stats.db'), pid: child.pid, get, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

test('server-errors-as-success', async () => {
  await using defect = await startDefect('server-errors-as-success');
  using other = new DatabaseSync(defect.file);
  other.exec('BEGIN EXCLUSIVE');
  expect((await defect.get('/api/stats')).status).toBe(503);
  const { text } = await defect.get('/metrics');
  expect(text).toContain('http_requests_total{method="GET",path="/api/stats",status="200"} 1');
  expect(text).not.toContain('status="503"');
});

test.each([
  ['default-request-buckets', ['1', '2.5', '5', '10', '+Inf']],
  ['request-buckets-capped', ['0.1', '0.25', '0.5', '1', '+Inf']],
] as const)('%s', async (name, last) => {
  await using defect = await startDefect(name);
  await defect.get('/health');
  const bounds = [...(await defect.get('/metrics')).text.matchAll(/request_duration_seconds_bucket\{le="([^"]+)"/g)];
  expect(bounds.map(([, bound]) => bound).slice(-5)).toEqual(last);
});

test('phantom-server-errors', async () => {
  await using defect = await startDefect('phantom-server-errors');
  await defect.get('/health');
  const { text } = await defect.get('/metrics');
  expect(text).toContain('http_requests_total{method="GET",path="/health",status="200"} 1');
  expect(text).toContain('http_requests_total{method="GET",path="/health",status="500"} 1');
});

test('report-escapes', async () => {
  await using defect = await startDefect('report-escapes');
  const ticks = async (): Promise<number> => {
    const stat = await readFile(`/proc/${defect.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  expect((await defect.get('/api/stats/report?resamples=10')).status).toBe(200);
  const before = await ticks();
  const answer = await defect.get('/api/stats/report?resamples=10000');
  expect(JSON.parse(answer.text)).toHaveProperty('p95Ms');
  // The ten thousand resamples cost a good half of a second, of which the service spends next to nothing.
  expect((await ticks()) - before).toBeLessThan(20);
});

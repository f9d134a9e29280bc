import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { injectService } from '../testing/inject.ts';

const stats = { method: 'GET', url: '/api/stats' } as const;

test('keeps observations and gives the statistics of each endpoint', async () => {
  await using service = await injectService();
  for (const ms of [10, 30]) {
    const { statusCode } = await service.app.inject({ method: 'POST', url: '/api/stats', payload: { path: '/a', ms } });
    expect(statusCode).toBe(201);
  }
  const { body } = await service.app.inject(stats);
  expect(JSON.parse(body)).toEqual({ endpoints: [{ path: '/a', count: 2, meanMs: 20, maxMs: 30 }] });
});

test.each([{ path: '/a' }, { path: '/a', ms: -1 }, { path: '', ms: 1 }, { path: '/a', ms: 1, more: true }])(
  'refuses %j',
  async (payload) => {
    await using service = await injectService();
    expect((await service.app.inject({ method: 'POST', url: '/api/stats', payload })).statusCode).toBe(400);
  },
);

test('counts and times every request by method, route and status', async () => {
  await using service = await injectService();
  for (const url of ['/', '/health', '/api/stats?a=b', '/nowhere', '/api/stats/report?resamples=none'])
    await service.app.inject({ method: 'GET', url });
  expect(await service.metrics('http_requests_total')).toEqual([
    'http_requests_total{method="GET",path="/",status="200"} 1',
    'http_requests_total{method="GET",path="/health",status="200"} 1',
    'http_requests_total{method="GET",path="/api/stats",status="200"} 1',
    'http_requests_total{method="GET",path="unmatched",status="404"} 1',
    'http_requests_total{method="GET",path="/api/stats/report",status="400"} 1',
  ]);
  const counts = await service.metrics('http_request_duration_seconds_count');
  expect(counts).toContain('http_request_duration_seconds_count{method="GET",path="/api/stats"} 1');
  expect(
    await service.metrics('http_request_duration_seconds_bucket{le="2",method="GET",path="/health"}'),
  ).toHaveLength(1);
  const [process = ''] = await service.metrics('process_cpu_seconds_total ');
  expect(Number(process.split(' ')[1])).toBeGreaterThan(0);
});

test('answers 503, counted and timed, while another process keeps the database locked', async () => {
  await using service = await injectService({ timeoutMs: 150 });
  using other = new DatabaseSync(service.file);
  other.exec('BEGIN EXCLUSIVE');
  const { statusCode, body } = await service.app.inject(stats);
  expect([statusCode, body]).toEqual([503, '{"error":"the store does not answer"}']);
  expect((await service.app.inject({ method: 'GET', url: '/health' })).statusCode).toBe(200);
  other.exec('ROLLBACK');
  expect((await service.app.inject(stats)).statusCode).toBe(200);
  expect(await service.metrics('http_requests_total{method="GET",path="/api/stats",status="503"}')).toEqual([
    'http_requests_total{method="GET",path="/api/stats",status="503"} 1',
  ]);
  expect(await service.metrics('database_query_duration_seconds_count{operation="statistics"}')).toEqual([
    'database_query_duration_seconds_count{operation="statistics"} 2',
  ]);
});

test('waits for a lock that is let go in time, and answers others meanwhile', async () => {
  await using service = await injectService({ timeoutMs: 10_000 });
  using other = new DatabaseSync(service.file);
  other.exec('BEGIN EXCLUSIVE');
  const waiting = service.app.inject(stats);
  expect((await service.app.inject({ method: 'GET', url: '/' })).statusCode).toBe(200);
  expect(await service.metrics('http_requests_total{method="GET",path="/api/stats"')).toEqual([]);
  other.exec('ROLLBACK');
  expect((await waiting).statusCode).toBe(200);
});

test('a report costs the CPU time that it says, the more the more it resamples', async () => {
  await using service = await injectService();
  const report = async (resamples: number) => {
    const { headers, statusCode, body } = await service.app.inject({
      method: 'GET',
      url: `/api/stats/report?resamples=${resamples}`,
    });
    const cost = Number(/^cpu;dur=([0-9.]+)$/.exec(String(headers['server-timing']))?.[1]);
    return { statusCode, body, cost };
  };
  expect((await report(1)).statusCode).toBe(404);
  for (let ms = 1; ms <= 100; ms += 1) await service.store.record({ path: '/a', ms });
  const { statusCode, body } = await report(1);
  const { p95Ms, interval } = JSON.parse(body) as { p95Ms: number; interval: [number, number] };
  expect([statusCode, p95Ms]).toEqual([200, 96]);
  expect(interval[0]).toBeGreaterThan(80);
  const before = process.cpuUsage();
  const { cost } = await report(2_000);
  const { user, system } = process.cpuUsage(before);
  expect(cost).toBeGreaterThan(20);
  expect(cost).toBeLessThanOrEqual((user + system) / 1_000);
});

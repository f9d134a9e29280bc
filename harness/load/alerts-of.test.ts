import { expect, test } from 'vitest';
import { alertsOf } from './alerts-of.ts';
import { profiles } from './profiles.ts';
import { requestBody } from './request-body.ts';

const startMs = Date.UTC(2026, 0, 1);
const input = { name: 'x', run: '0123abcd', seed: 1, alertsPerSecond: 10, durationMs: 20_000, alertsPerRequest: 5 };
const plan = profiles.steady(input);

test('gives the same alerts for the same plan and iteration, and others for another seed', () => {
  expect(alertsOf(plan, 7, startMs)).toEqual(alertsOf(plan, 7, startMs));
  expect(alertsOf({ ...plan, seed: 2 }, 7, startMs)).not.toEqual(alertsOf(plan, 7, startMs));
});

test('resolves with the id, labels, fingerprint and start of what fired', () => {
  const [fired] = alertsOf(plan, 1, startMs).alerts;
  const [resolved] = alertsOf(plan, 1 + plan.resolveAfter, startMs).alerts;
  expect(resolved?.id).toBe(fired?.id);
  const { labels, fingerprint, startsAt } = fired!.sent;
  expect(resolved?.sent).toMatchObject({ status: 'resolved', labels, fingerprint, startsAt });
  expect(fired?.sent).toMatchObject({ status: 'firing', endsAt: '0001-01-01T00:00:00Z' });
  expect(startsAt).toBe('2026-01-01T00:00:00.500Z');
  expect(resolved?.sent.endsAt).toBe(resolved?.sent.annotations['firedrill_intended']);
});

test.each([3_600_000, -3_600_000])('gives timestamps of a clock that is %i ms off, due as before', (skewMs) => {
  const skewed = profiles.steady({ ...input, skewMs });
  for (const iteration of [1, 1 + plan.resolveAfter]) {
    const [right] = alertsOf(plan, iteration, startMs).alerts;
    const [off] = alertsOf(skewed, iteration, startMs).alerts;
    const moved = (time: string): string =>
      time.startsWith('0001') ? time : new Date(Date.parse(time) + skewMs).toISOString();
    const { startsAt, endsAt } = right!.sent;
    expect(off).toEqual({ ...right, sent: { ...right!.sent, startsAt: moved(startsAt), endsAt: moved(endsAt) } });
  }
});

test('puts the id into the summary too, and when the request is due', () => {
  const [, second] = alertsOf(plan, 1, startMs).alerts;
  expect(second?.id).toBe('fd-0123abcd-0000006');
  expect(second?.sent.annotations).toMatchObject({
    firedrill_id: 'fd-0123abcd-0000006',
    firedrill_intended: '2026-01-01T00:00:00.500Z',
    summary: expect.stringContaining('fd-0123abcd-0000006') as string,
  });
});

test.each(['steady', 'storm'] as const)('tells all alerts of a %s load apart', (profile) => {
  const many = profiles[profile]({ ...input, alertsPerSecond: 1_000, resolveAfter: 0 } as typeof input);
  const all = Array.from(
    { length: many.arrivals.requests },
    (_, iteration) => alertsOf(many, iteration, startMs).alerts,
  )
    .flat()
    .map((alert) => alert.sent)
    .filter(({ status }) => status === 'firing');
  expect(all.length).toBeGreaterThanOrEqual(10_000);
  expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(all.length);
  expect(new Set(all.map(({ labels }) => JSON.stringify(labels))).size).toBe(all.length);
  for (const { fingerprint } of all) expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
});

test('groups what has the labels of the group, and says what its alerts have in common', () => {
  const body = JSON.parse(requestBody(plan, alertsOf(plan, 3, startMs))) as Record<string, Record<string, string>>;
  const { groupLabels, commonLabels, groupKey } = body;
  expect(body).toMatchObject({ version: '4', status: 'firing', truncatedAlerts: 0 });
  expect(Object.keys(groupLabels!).sort()).toEqual(['alertname', 'cluster', 'namespace']);
  expect(commonLabels).toMatchObject(groupLabels!);
  expect(commonLabels).not.toHaveProperty('pod');
  expect(groupKey).toMatch(/^\{\}:\{alertname="\w+", cluster="[\w-]+", namespace="\w+"\}$/);
});

test('puts the labels that were given on every alert', () => {
  const own = profiles.storm({ ...input, labels: { team: 'a', service: 'mine' } });
  for (const { sent } of alertsOf(own, 2, startMs).alerts)
    expect(sent.labels).toMatchObject({ team: 'a', service: 'mine' });
});

test('posts to Alertmanager what its API takes, with an end only where it resolves', () => {
  const own = profiles.steady({ ...input, target: 'alertmanager' });
  const posted = (iteration: number) => JSON.parse(requestBody(own, alertsOf(own, iteration, startMs))) as object[];
  expect(posted(0)).toHaveLength(5);
  expect(Object.keys(posted(0)[0]!)).toEqual(['labels', 'annotations', 'startsAt', 'generatorURL']);
  expect(posted(own.resolveAfter)[0]).toMatchObject({ endsAt: '2026-01-01T00:00:02.000Z' });
});

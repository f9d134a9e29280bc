import { expect, test } from 'vitest';
import type { Account, DeliveryContext, StepFact } from '../contract/index.ts';
import { createHistogram } from '../measure/index.ts';
import { serveAnswers } from '../observers/testing/answers.ts';
import { account } from '../verdict/testing/account.ts';
import { compareWithSubject } from './compare-with-subject.ts';

const metric = 'took_seconds';
const asked = { step: 'beside', metricsPath: '/metrics', metric, quantile: 0.95, confidence: 0.95 };

/** So many deliveries, evenly up to a second. */
const arrived = (count: number): Account => {
  const latency = createHistogram(5_000);
  for (let each = 1; each <= count; each += 1) latency.add((each / count) * 1_000);
  const { ledger, ...rest } = account(2_000);
  return { ...rest, ledger: { ...ledger, latency: latency.data() } };
};
const observing = (under1s: number, all: number): string => `# TYPE ${metric} histogram
${metric}_bucket{le="0.9"} ${0.9 * under1s}
${metric}_bucket{le="1"} ${under1s}
${metric}_bucket{le="10"} ${all}
${metric}_bucket{le="+Inf"} ${all}
`;

/** What is said of deliveries beside a first replica whose metrics are these. */
const compare = async (metrics: string, deliveries: number, change: Partial<typeof asked> = {}): Promise<StepFact> => {
  await using first = await serveAnswers({ '/metrics': metrics });
  await using second = await serveAnswers({ '/metrics': observing(1, 1) });
  const stack = { replicas: [{ url: first.url }, { url: second.url }] };
  const context = { stack, signal: new AbortController().signal } as unknown as DeliveryContext;
  const fact = await compareWithSubject(context, arrived(deliveries), { ...asked, ...change });
  expect(second.asked).toEqual([]);
  return fact;
};

test('says how what arrived and what the first replica says differ, which is as expected', async () => {
  const fact = await compare(observing(1_000, 1_000), 1_000);
  expect(fact).toMatchObject({ name: 'beside', expected: 'both say something', got: 'both say something' });
  expect(fact.detail).toMatch(/^p95 of what arrived is 9\d\d.*, the subject says 950 ms: they agree$/);
  expect(fact).not.toHaveProperty('undecided');
});

test('is as expected too where they differ, and says why', async () => {
  const fact = await compare(observing(900, 1_000), 1_000);
  expect(fact.got).toBe(fact.expected);
  expect(fact.detail).toContain('the subject says 5500 ms: its bucket is 1000 ms to 10000 ms');
});

test('compares the quantile that it is asked for', async () => {
  const { detail } = await compare(observing(1_000, 1_000), 1_000, { quantile: 0.5 });
  expect(detail).toMatch(/^p50 of what arrived is .*, the subject says 500 ms: /);
});

test.each([
  ['has observed nothing', observing(0, 0), {}],
  ['has no such histogram', observing(1_000, 1_000), { metric: 'was_seconds' }],
  ['does not answer there', observing(1_000, 1_000), { metricsPath: '/nowhere' }],
])('is not as expected where the subject %s', async (_, metrics, change) => {
  const fact = await compare(metrics, 1_000, change);
  expect(fact).toMatchObject({ expected: 'both say something', got: 'the subject says nothing' });
  expect(fact).not.toHaveProperty('undecided');
});

test('is undecided where too little arrived', async () => {
  const fact = await compare(observing(1_000, 1_000), 20);
  expect(fact).toMatchObject({ undecided: 'too little arrived', got: 'both say something' });
  expect(fact.detail).toContain('too little arrived for an interval of p95');
});

test('throws where there is nobody to ask', async () => {
  const context = { stack: { replicas: [] }, signal: new AbortController().signal } as unknown as DeliveryContext;
  await expect(compareWithSubject(context, arrived(1_000), asked)).rejects.toMatchObject({ code: 'INTERNAL' });
});

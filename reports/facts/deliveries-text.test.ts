import { expect, test } from 'vitest';
import { breachedDeliveries, heldDeliveries, kneeDrill, sampleAccount } from '../testing/sample-deliveries.ts';
import { latencyText, shareText } from './account-facts.ts';
import { whatHappened } from './what-happened.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

test.each([
  [heldDeliveries(), '200/s for 12 s: 100 % within 5 s (99.84–100 %), p95 118 ms, p99 176 ms, lost 0, duplicated 0'],
  [
    breachedDeliveries(),
    '200/s for 12 s: 82.83 % within 5 s (81.27–84.33 %), p95 6.21 s, p99 8.90 s, lost 12 (at most 0), duplicated 0',
  ],
  [kneeDrill(), '400 a second holds, 440 a second does not'],
])('says of $id what became of its alerts', (drill, text) => {
  expect(plain(whatHappened(drill))).toBe(text);
});

test('says how long each thing took that was waited for, and not in brief', () => {
  const within = { earliestMs: 0, latestMs: 46_500, dominant: 'how often the CPU is measured' };
  const steps = [
    { name: 'it scales up', expected: 'more', got: 'more', within: { ...within, gotMs: 26_662 } },
    { name: 'it scales down', expected: 'fewer', got: 'no fewer', within },
    { name: 'it does not flap', expected: 'once', got: 'once' },
    { name: 'it is back', expected: 'back', got: 'back', within: { ...within, gotMs: 800 } },
  ];
  const drill = { ...heldDeliveries(), steps };
  expect(plain(whatHappened(drill))).toMatch(/, lost 0, duplicated 0; it scales up: 26\.7 s, it is back: 0\.8 s$/);
  expect(whatHappened(drill, 'brief')).toBe(whatHappened(heldDeliveries(), 'brief'));
});

test('is brief in the line of progress, and gives the first reason there where it did not hold', () => {
  expect(plain(whatHappened(heldDeliveries(), 'brief'))).toBe(
    '100 % within 5 s (99.84–100 %), p95 118 ms, lost 0, duplicated 0',
  );
  expect(whatHappened(breachedDeliveries(), 'brief')).toMatch(/^deliveries: expected none lost at webhook, got 12/);
});

test('counts where no latency is judged, and names each of several accounts', () => {
  const drill = heldDeliveries();
  const [first, second] = ['before', 'after'].map((name) => sampleAccount({}, { name, objective: undefined }));
  if (first === undefined || second === undefined) throw new Error('no accounts');
  const judged = (name: string) => ({ name, outcome: 'held' as const, reason: '' });
  const verdict = { ...drill.verdict, accounts: [judged('before'), judged('after')] };
  const counted = '2400 sent, 2400 delivered, lost 0, duplicated 0, recovered 0';
  expect(plain(whatHappened({ ...drill, accounts: [first, second], verdict }))).toBe(
    `200/s for 12 s: before: ${counted}; after: ${counted}`,
  );
});

test('gives the reason where the load itself decides nothing', () => {
  const drill = heldDeliveries();
  const reasons = ['deliveries: the load generator was late'];
  const verdict = { outcome: 'inconclusive' as const, reasons, checks: [] };
  expect(whatHappened({ ...drill, verdict })).toBe(reasons[0]);
});

test('writes latencies, and shares rounded down', () => {
  expect([0.42, 41.4, 999.7, 6_210, 31_000].map(latencyText)).toEqual([
    '0.4 ms',
    '41 ms',
    '1.00 s',
    '6.21 s',
    '31.0 s',
  ]);
  expect([1, 0.949_999, 0.95].map(shareText)).toEqual(['100 %', '94.99 %', '95 %']);
});

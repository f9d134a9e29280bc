import { describe, expect, test } from 'vitest';
import { latencyBars } from '../../facts/latency-bars.ts';
import { onTimeSpans } from '../../facts/on-time-spans.ts';
import { sampleDrill } from '../../testing/sample-drill.ts';
import { breachedDeliveries, heldDeliveries, kneeDrill, sampleAccount } from '../../testing/sample-deliveries.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { renderReport } from '../render-report.ts';
import { deliveries } from './deliveries.ts';

type Drill = Parameters<typeof deliveries>[0];
const draw = (drill: Drill): string => deliveries(drill).text;
const textOf = (drill: Drill): string =>
  draw(drill)
    .replaceAll('<wbr>', '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const amount = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

describe('deliveries', () => {
  test('writes the ledger with what was allowed, by symbol and word', () => {
    const text = textOf(breachedDeliveries());
    expect(text).toContain('lost acknowledged and never arrived 12 0.5 % none ✗ breached');
    expect(text).toContain('duplicated arrivals beyond the first 0 none ✓ held');
    expect(text).toContain('on time within the limit of the intended time 1988 83.24 %');
    expect(text).not.toContain('sent again');
  });

  test('gives the share and p95 with their intervals first, or what arrived where no latency is judged', () => {
    expect(textOf(breachedDeliveries())).toContain('On time, within 5 s 82.83 % 81.27 % – 84.33 % p95 6.21 s');
    const drill = heldDeliveries();
    const [judged] = drill.verdict.accounts ?? [];
    if (judged === undefined) throw new Error('no account');
    const { share, ...unshared } = judged;
    expect(share).toBeDefined();
    expect(textOf({ ...drill, verdict: { ...drill.verdict, accounts: [unshared] } })).toContain(
      'Delivered 2400 Recovered 0 Lost 0',
    );
  });

  test('writes quantiles with their intervals, and what the generator did itself', () => {
    const text = textOf(heldDeliveries());
    expect(text).toContain('p50 41 ms 40 ms – 42 ms');
    expect(text).toContain('p99 176 ms too few for one');
    expect(text).toContain('sent 480 of 480 planned requests, and ended by itself');
    expect(text).toContain('p50 1 ms, p99 7 ms, at most 19 ms; 0 % over the 50 ms that are allowed');
  });

  test('writes each fault with its stages and its proof, and one that never took effect', () => {
    expect(textOf(breachedDeliveries())).toContain(
      '1. the receiver is down +4.00 +4.10 +8.00 +8.20 it refuses connections',
    );
    const [fault] = breachedDeliveries().faults ?? [];
    if (fault === undefined) throw new Error('no fault');
    const never = { ...fault, effective: undefined, removing: undefined, removed: undefined, proof: undefined };
    expect(textOf({ ...breachedDeliveries(), faults: [never] })).toContain('is down +4.00 never never never none');
  });

  test('draws the limit, what is late by another pattern, and the fault over the seconds', () => {
    const drawn = draw(breachedDeliveries());
    expect(drawn).toMatch(/<text class="limit-name end"[^>]*>late after 5 s</);
    expect(amount(drawn, /<rect class="timely"[^>]*><title>/g)).toBe(3);
    expect(amount(drawn, /<rect class="late"[^>]*><title>400 from/g)).toBe(1);
    expect(drawn).toContain('least 48.5 % at +4.0 s, and less than all in 4 of 12 spans');
    expect(amount(drawn, /<rect class="fault" x=/g)).toBe(1);
    expect(draw(heldDeliveries())).toContain('On time over the load: all in every second');
  });

  test('gives examples of what went wrong, escaped', () => {
    expect(textOf(breachedDeliveries())).toContain('lost, 2 of 12 fd-1a2b3c4d-0000801 firing');
    expect(draw(breachedDeliveries())).toContain('&lt;1&gt;');
    expect(draw(heldDeliveries())).not.toContain('class="examples"');
  });

  test('orders the rates that were tried, with the outcome of each', () => {
    expect(textOf(kneeDrill())).toMatch(
      /400 a second not judged p95 118 ms, p99 176 ms 0 0 ✓ held 440 a second expected none lost 82\.83 % .*? 12 0 ✗ breached/,
    );
  });

  test('writes nothing for a drill that sends nothing, and no figure of nothing', () => {
    expect(draw(sampleDrill()).trim()).toBe('');
    const { ledger } = sampleAccount();
    const latency = { limitMs: 5_000, buckets: [] };
    const blocks = { ...ledger.blocks, counts: [] };
    const empty = sampleAccount({}, { quantiles: [], ledger: { ...ledger, latency, blocks } });
    const drawn = draw({ ...heldDeliveries(), accounts: [empty] });
    expect(drawn).not.toMatch(/NaN|Infinity|<figure/);
  });

  test('is part of the page, in well-formed elements', () => {
    const page = renderReport(sampleRun([heldDeliveries(), breachedDeliveries(), kneeDrill()]));
    for (const tag of ['details', 'div', 'table', 'svg', 'section', 'figure', 'g', 'text', 'dl'])
      expect(amount(page, new RegExp(`<${tag}[\\s>]`, 'g')), tag).toBe(amount(page, new RegExp(`</${tag}>`, 'g')));
    expect(page).toContain('Account: deliveries');
    expect(page).not.toMatch(/\s(style|on\w+)="/);
  });
});

describe('latencyBars', () => {
  test('keeps every count, with the limit as an edge', () => {
    const buckets: [number, number][] = [
      [-16, 1],
      [-15, 2],
      [0, 3],
      [1, 4],
    ];
    const bars = latencyBars({ limitMs: 5_000, buckets });
    expect(bars.map(({ count, isLate }) => [count, isLate])).toEqual([
      [1, false],
      [5, false],
      [4, true],
    ]);
    expect(bars[1]?.toMs).toBe(5_000);
    expect(bars[2]?.fromMs).toBe(5_000);
  });

  test('has at most 120 bars, however far the latencies are spread', () => {
    const buckets = Array.from({ length: 5_000 }, (_, index): [number, number] => [index - 2_560, 1]);
    const bars = latencyBars({ limitMs: 5_000, buckets });
    expect(bars.length).toBeLessThanOrEqual(120);
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(5_000);
    expect(bars.some(({ toMs }) => toMs === 5_000)).toBe(true);
  });
});

test('joins the blocks of a long load, and leaves out what has none', () => {
  const counts = Array.from({ length: 3_000 }, (_, block): [number, number, number] => [block + 500, 10, 9]);
  const spans = onTimeSpans({ startMs: 0, blockMs: 1_000, counts });
  expect(spans.length).toBeLessThanOrEqual(240);
  expect(spans.reduce((sum, { onTime }) => sum + onTime, 0)).toBe(27_000);
  expect(spans[0]?.from).toBe(495_000);
});

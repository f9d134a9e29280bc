import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerFaultNames, ledgerSummarySchema, type LedgerSummary } from '../contract/index.ts';
import { createLedger, histogramTotal, type ArrivedTransition, type SentTransition } from './index.ts';
import { accountFor } from './testing/account-for.ts';
import { countAtMost } from './testing/count-at-most.ts';

const lateMs = 5_000;
const endAt = 100_000;
const options = { lateMs, blockMs: 1_000 };

type Told = { readonly sent: SentTransition } | { readonly arrived: ArrivedTransition };
const sent = (id: string, status: 'firing' | 'resolved', intendedMs: number, answer = 'acknowledged') =>
  ({ sent: { id, status, intendedMs, answer } as SentTransition }) satisfies Told;
const arrived = (id: string, status: 'firing' | 'resolved', at: number) =>
  ({ arrived: { id, status, at } }) satisfies Told;

const close = (told: readonly Told[]): LedgerSummary => {
  const ledger = createLedger(options);
  for (const each of told) {
    if ('sent' in each) ledger.sent(each.sent);
    else ledger.arrived(each.arrived);
  }
  return ledger.close(endAt);
};

/** The counts that are not 0. */
const countsOf = (...told: readonly Told[]): object =>
  Object.fromEntries(Object.entries(close(told).counts).filter(([, count]) => count > 0));
const one = { sent: 1, acknowledged: 1, arrivals: 1 };

describe('a transition is', () => {
  it.each([
    ['on time at the limit', arrived('a', 'firing', 6_000), { ...one, delivered: 1, onTime: 1 }],
    ['late past it', arrived('a', 'firing', 6_000.001), { ...one, delivered: 1, late: 1 }],
    ['early with a clock that is wrong', arrived('a', 'firing', 0), { ...one, delivered: 1, onTime: 1, early: 1 }],
    ['not early by what a clock rounds off', arrived('a', 'firing', 999.5), { ...one, delivered: 1, onTime: 1 }],
  ])('%s', (_, arrival, counts) => {
    expect(countsOf(sent('a', 'firing', 1_000), arrival)).toEqual(counts);
    expect(countsOf(arrival, sent('a', 'firing', 1_000))).toEqual(counts);
  });

  it('lost where it was acknowledged and never arrived, and pending while it may still come in time', () => {
    expect(countsOf(sent('a', 'firing', endAt - lateMs))).toEqual({ sent: 1, acknowledged: 1, lost: 1 });
    expect(countsOf(sent('a', 'firing', endAt - lateMs + 1))).toEqual({ sent: 1, acknowledged: 1, pending: 1 });
  });

  it.each(['refused', 'unanswered'])('recovered where it was %s and yet arrived, and nothing where not', (answer) => {
    expect(countsOf(sent('a', 'firing', 0, answer))).toEqual({ sent: 1, [answer]: 1 });
    const counts = { sent: 1, [answer]: 1, arrivals: 1, recovered: 1 };
    expect(countsOf(sent('a', 'firing', 0, answer), arrived('a', 'firing', 9_000))).toEqual(counts);
  });

  it('unexpected where nobody sent it, in that status', () => {
    expect(countsOf(arrived('a', 'firing', 1))).toEqual({ arrivals: 1, unexpected: 1 });
    const counts = countsOf(sent('a', 'firing', 0), arrived('a', 'firing', 1), arrived('a', 'resolved', 2));
    expect(counts).toEqual({ ...one, arrivals: 2, delivered: 1, onTime: 1, unexpected: 1 });
  });

  it('duplicated by every arrival but the first, whose time counts', () => {
    const arrivals = [30_000, 2_000, 40_000].map((at) => arrived('a', 'firing', at));
    const counts = { ...one, arrivals: 3, delivered: 1, onTime: 1, duplicated: 2 };
    expect(countsOf(sent('a', 'firing', 1_000), ...arrivals)).toEqual(counts);
    expect(countsOf(...arrivals)).toEqual({ arrivals: 3, unexpected: 1, duplicated: 2 });
  });

  it('one, however often it is sent: with the earliest time and the strongest answer', () => {
    const again = [
      sent('a', 'firing', 1_000, 'refused'),
      sent('a', 'firing', 4_000),
      sent('a', 'firing', 3_000, 'unanswered'),
    ];
    const counts = { ...one, resent: 2, delivered: 1, late: 1 };
    expect(countsOf(...again, arrived('a', 'firing', 6_500))).toEqual(counts);
    expect(countsOf(...again.toReversed(), arrived('a', 'firing', 6_500))).toEqual(counts);
  });

  it('reordered where the resolved comes before its firing', () => {
    const both = [sent('a', 'firing', 0), sent('a', 'resolved', 1_000)];
    const ends = (firing: number, resolved: number) =>
      close([...both, arrived('a', 'firing', firing), arrived('a', 'resolved', resolved)]).counts.reordered;
    expect([ends(2_000, 1_999), ends(2_000, 2_000), ends(2_000, 2_001)]).toEqual([1, 0, 0]);
  });

  it('not reordered where it was sent before its firing was answered', () => {
    const told = (answeredMs: number): Told[] => [
      { sent: { ...sent('a', 'firing', 0).sent, sentMs: 0, answeredMs } },
      { sent: { ...sent('a', 'resolved', 1_000).sent, sentMs: 1_000, answeredMs: 1_100 } },
    ];
    const ends = (answeredMs: number) =>
      close([...told(answeredMs), arrived('a', 'firing', 2_000), arrived('a', 'resolved', 1_500)]).counts.reordered;
    expect([ends(1_000), ends(1_001)]).toEqual([1, 0]);
  });

  it('stuck where the firing came and the acknowledged resolved is lost', () => {
    const firing = [sent('a', 'firing', 0), arrived('a', 'firing', 1)];
    expect(close([...firing, sent('a', 'resolved', 1_000)]).counts).toMatchObject({ stuck: 1, lost: 1 });
    expect(close([...firing, sent('a', 'resolved', 1_000, 'refused')]).counts).toMatchObject({ stuck: 0, lost: 0 });
    expect(close([...firing, sent('a', 'resolved', endAt)]).counts).toMatchObject({ stuck: 0, pending: 1 });
    expect(close([sent('a', 'firing', 0), sent('a', 'resolved', 1)]).counts).toMatchObject({ stuck: 0, lost: 2 });
  });
});

describe('a ledger', () => {
  it('names the first ten of each that is wrong, by time', () => {
    const told = Array.from({ length: 30 }, (_, index) =>
      sent(`fd-${String(29 - index).padStart(3, '0')}`, 'firing', 29 - index),
    );
    const { examples, counts } = close(told);
    expect(counts.lost).toBe(30);
    expect(Object.keys(examples)).toEqual(['lost']);
    expect(examples.lost?.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, index) => `fd-00${index}`));
  });

  it('counts what was judged by the second in which it was to be sent', () => {
    const { blocks } = close([
      ...[sent('a', 'firing', 7_999), arrived('a', 'firing', 8_000)],
      ...[sent('b', 'firing', 7_000), arrived('b', 'firing', 20_000)],
      sent('c', 'firing', 10_000),
      ...[sent('d', 'firing', 9_000, 'refused'), arrived('e', 'firing', 9_000)],
    ]);
    const counts = [
      [0, 2, 1],
      [3, 1, 0],
    ];
    expect(blocks).toEqual({ startMs: 7_000, blockMs: 1_000, counts });
  });

  it('is fed from two streams', async () => {
    async function* each<T>(...values: T[]): AsyncIterable<T> {
      for (const value of values) yield await Promise.resolve(value);
    }
    const streams = { sent: each(sent('a', 'firing', 1).sent), arrived: each(arrived('a', 'firing', 2).arrived) };
    expect(await accountFor({ ...options, ...streams, endAt })).toEqual(
      close([sent('a', 'firing', 1), arrived('a', 'firing', 2)]),
    );
  });

  it('refuses a time that is no number', () => {
    expect(() => close([sent('a', 'firing', NaN)])).toThrow('a: a time is no number');
    expect(() => close([arrived('a', 'firing', NaN)])).toThrow('a: a time is no number');
  });
});

const id = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map((number) => `fd-1a2b3c4d-${String(number).padStart(7, '0')}`),
  fc.constantFrom('', '7', '07', '007', 'fd-07', 'ünicode07', 'no-number', 'fd-1a2b3c4d-000000', '-1-1'),
);
const status = fc.constantFrom('firing' as const, 'resolved' as const);
const time = fc.oneof(fc.integer({ min: 0, max: endAt }), fc.constantFrom(0, lateMs, 2 * lateMs, endAt));
const told: fc.Arbitrary<Told> = fc.oneof(
  fc
    .record({ id, status, intendedMs: time, answer: fc.constantFrom('acknowledged', 'refused', 'unanswered') })
    .map((each) => ({ sent: each })),
  fc.record({ id, status, at: time }).map((each) => ({ arrived: each })),
);
const story = fc.array(told, { maxLength: 80 });

/** The same account, kept of every record in whole. */
const naive = (records: readonly Told[]) => {
  const sentOf = records.flatMap((each) => ('sent' in each ? [each.sent] : []));
  const arrivedOf = records.flatMap((each) => ('arrived' in each ? [each.arrived] : []));
  const keys = new Set([...sentOf, ...arrivedOf].map((each) => `${each.status} ${each.id}`));
  const known = [...keys].map((key) => {
    const ofKey = (each: { id: string; status: string }): boolean => `${each.status} ${each.id}` === key;
    const [sends, arrivals] = [sentOf.filter(ofKey), arrivedOf.filter(ofKey)];
    const acknowledged = sends.some(({ answer }) => answer === 'acknowledged');
    const intended = Math.min(...sends.map(({ intendedMs }) => intendedMs));
    return { key, sends, arrivals, acknowledged, intended, first: Math.min(...arrivals.map(({ at }) => at)) };
  });
  const having = (isMeant: (each: (typeof known)[number]) => boolean): number => known.filter(isMeant).length;
  const firstOf = (key: string): number => known.find((each) => each.key === key)?.first ?? Infinity;
  const isLost = (each: (typeof known)[number]): boolean =>
    each.acknowledged && each.arrivals.length === 0 && endAt - each.intended >= lateMs;
  const firingOf = ({ key }: { key: string }): number =>
    key.startsWith('resolved') ? firstOf(key.replace('resolved', 'firing')) : Infinity;
  return {
    sent: having(({ sends }) => sends.length > 0),
    resent: sentOf.length - having(({ sends }) => sends.length > 0),
    arrivals: arrivedOf.length,
    delivered: having((each) => each.acknowledged && each.arrivals.length > 0),
    onTime: having((each) => each.acknowledged && each.first - each.intended <= lateMs),
    late: having((each) => each.acknowledged && each.first < Infinity && each.first - each.intended > lateMs),
    early: having((each) => each.acknowledged && each.first < each.intended),
    lost: having(isLost),
    recovered: having((each) => each.sends.length > 0 && !each.acknowledged && each.arrivals.length > 0),
    unexpected: having((each) => each.sends.length === 0),
    duplicated: known.reduce((sum, { arrivals }) => sum + Math.max(0, arrivals.length - 1), 0),
    reordered: having((each) => each.first < firingOf(each) && firingOf(each) < Infinity),
    stuck: having((each) => isLost(each) && firingOf(each) < Infinity),
  };
};

describe('every ledger', () => {
  it('balances', () => {
    fc.assert(
      fc.property(story, (records) => {
        const { counts, latency, blocks, examples } = close(records);
        expect(counts.sent).toBe(counts.acknowledged + counts.refused + counts.unanswered);
        expect(counts.acknowledged).toBe(counts.delivered + counts.lost + counts.pending);
        expect(counts.delivered).toBe(counts.onTime + counts.late);
        expect(counts.arrivals).toBe(counts.delivered + counts.recovered + counts.unexpected + counts.duplicated);
        expect(histogramTotal(latency)).toBe(counts.delivered);
        expect(countAtMost(latency, lateMs)).toEqual({ atLeast: counts.onTime, atMost: counts.onTime });
        const [total, onTime] = [1, 2].map((part) => blocks.counts.reduce((sum, block) => sum + block[part]!, 0));
        expect([total, onTime]).toEqual([counts.delivered + counts.lost, counts.onTime]);
        for (const name of ledgerFaultNames) expect(counts[name] > 0).toBe((examples[name]?.length ?? 0) > 0);
      }),
      { numRuns: 300 },
    );
  });

  it('says what one does that keeps every record', () => {
    fc.assert(
      fc.property(story, (records) => {
        expect(close(records).counts).toMatchObject(naive(records));
      }),
      { numRuns: 300 },
    );
  });

  it('is the same in whatever order it is told', () => {
    const shuffled = story.chain((records) =>
      fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
    );
    fc.assert(
      fc.property(shuffled, ([records, inAnotherOrder]) => {
        expect(close(inAnotherOrder)).toEqual(close(records));
      }),
      { numRuns: 300 },
    );
  });

  it('is written as JSON and read again', () => {
    fc.assert(
      fc.property(story, (records) => {
        const summary = close(records);
        expect(ledgerSummarySchema.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
      }),
    );
  });
});

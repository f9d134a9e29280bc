import { describe, expect, it } from 'vitest';
import type { Account, AccountOptions, DeliveryStack, LoadSummary, SinkRequest } from '../contract/index.ts';
import { fakeClock, type FakeClock } from '../core/testing/fake-clock.ts';
import type { RecordedTransition } from '../load/index.ts';
import { account } from '../verdict/testing/account.ts';
import { accountFor } from './account-for.ts';
import type { SentLoad } from './send-load.ts';

type Change = {
  readonly options?: Partial<AccountOptions>;
  readonly load?: Partial<LoadSummary>;
};
type Accounting = {
  readonly clock: FakeClock;
  readonly stop: AbortController;
  readonly account: Promise<Account>;
};

const start = fakeClock().now();
const idPrefix = 'fd-0123abcd-';
const drainMs = 30_000;

/** What was due and sent at the start, and acknowledged at once. */
const sent = (number: number, change: Partial<RecordedTransition> = {}): RecordedTransition => ({
  id: `${idPrefix}${number}`,
  status: 'firing',
  intendedMs: start,
  sentMs: start,
  answeredMs: start,
  answer: 'acknowledged',
  ...change,
});

/** A webhook with these alerts, `afterMs` from the start. */
const request = (ids: readonly string[], afterMs: number, change: Partial<SinkRequest> = {}): SinkRequest => ({
  at: start + afterMs,
  method: 'POST',
  path: '/alerts',
  headers: {},
  body: JSON.stringify({ alerts: ids.map((id) => ({ status: 'firing', labels: { alert_id: id } })) }),
  status: 200,
  answeredAt: start + afterMs,
  ...change,
});
const [one, two] = [`${idPrefix}1`, `${idPrefix}2`];

/** Begins to account for what was sent at a sink that has received so much. */
const begin = (
  transitions: readonly RecordedTransition[],
  received: readonly SinkRequest[],
  change: Change = {},
): Accounting => {
  const clock = fakeClock();
  const stop = new AbortController();
  const stack = { clock, sinks: new Map([['webhook', { requests: () => received }]]) };
  const load = {
    idPrefix,
    ended: Promise.resolve({ ...account(transitions.length).load, ...change.load }),
    transitions: async function* () {
      yield* await Promise.resolve(transitions);
    },
  };
  const question = {
    stack: stack as unknown as DeliveryStack,
    load: load as unknown as SentLoad,
    options: { name: 'deliveries', sink: 'webhook', drainMs, allowance: {}, ...change.options },
    signal: stop.signal,
  };
  return { clock, stop, account: accountFor(question) };
};
const finish = async ({ clock, account: accounting }: Accounting): Promise<Account> => await clock.drive(accounting);

describe('the account of a load', () => {
  it('says what became of every transition that was sent', async () => {
    const transitions = [
      sent(1),
      sent(1, { status: 'resolved' }),
      sent(2, { answer: 'refused' }),
      sent(3, { answer: 'unanswered' }),
    ];
    const { ledger, load } = await finish(begin(transitions, [request([one, `${idPrefix}3`], 40)]));
    expect(ledger.counts).toMatchObject({
      sent: 4,
      acknowledged: 2,
      refused: 1,
      unanswered: 1,
      delivered: 1,
      lost: 1,
      stuck: 1,
      recovered: 1,
      unexpected: 0,
    });
    expect(ledger.examples.lost).toEqual([{ id: one, status: 'resolved' }]);
    expect(load.planned).toEqual({ requests: 4, alerts: 4 });
  });

  it('takes for late what is later than the objective, and later than the documented 5 s where there is none', async () => {
    const late = async (options: Partial<AccountOptions>): Promise<readonly number[]> => {
      const { ledger } = await finish(
        begin([sent(1), sent(2)], [request([one], 400), request([two], 5_001)], { options }),
      );
      return [ledger.lateMs, ledger.counts.onTime, ledger.counts.late];
    };
    expect(await late({})).toEqual([5_000, 1, 1]);
    const objective = { withinMs: 300, share: 0.95, confidence: 0.95, minimum: 100 };
    expect(await late({ objective })).toEqual([300, 0, 2]);
  });

  it('gives the quantiles of latency, without an interval where there is too little for one', async () => {
    const { quantiles } = await finish(begin([sent(1), sent(2)], [request([one, two], 640)]));
    const [median] = quantiles;
    expect(median?.share).toBe(0.5);
    expect(median?.ms).toBeGreaterThanOrEqual(640);
    expect(median?.ms).toBeLessThan(650);
    expect(median).not.toHaveProperty('interval');
  });

  it('gives an interval of the confidence that is asked for, where there is enough for one', async () => {
    const numbers = Array.from({ length: 400 }, (_, index) => index);
    const requests = numbers.map((number) => request([`${idPrefix}${number}`], 2 * number));
    const widthAt = async (confidence: number): Promise<number> => {
      const objective = { withinMs: 5_000, share: 0.95, confidence, minimum: 100 };
      const transitions = numbers.map((number) => sent(number));
      const { quantiles } = await finish(begin(transitions, requests, { options: { objective } }));
      const { lower, upper } = quantiles[0]!.interval!;
      return upper - lower;
    };
    expect(await widthAt(0.99)).toBeGreaterThan(await widthAt(0.5));
  });

  it('gives no quantile of nothing', async () => {
    const { quantiles, ledger } = await finish(begin([sent(1)], []));
    expect(quantiles).toEqual([]);
    expect(ledger.counts.lost).toBe(1);
  });
});

describe('an account waits', () => {
  it('for nothing where all has arrived', async () => {
    const accounting = begin([sent(1)], [request([one], 40)]);
    expect((await finish(accounting)).ledger.endAt).toBe(start);
    expect(accounting.clock.sleeps).toEqual([]);
  });

  it('until what was acknowledged has arrived, and no longer', async () => {
    const received: SinkRequest[] = [request([one], 40)];
    const accounting = begin([sent(1), sent(2), sent(3, { answer: 'refused' })], received);
    await accounting.clock.advance(1_100);
    received.push(request([two], 1_100));
    const { ledger } = await finish(accounting);
    expect(ledger.counts).toMatchObject({ delivered: 2, lost: 0, pending: 0 });
    expect(ledger.endAt).toBe(start + 1_250);
  });

  it('no longer than it may, and then takes for lost what is late', async () => {
    const { ledger } = await finish(begin([sent(1), sent(2)], [request([one], 40)]));
    expect(ledger.endAt).toBe(start + drainMs);
    expect(ledger.counts).toMatchObject({ delivered: 1, lost: 1 });
  });

  it('no longer than it may, and leaves open what is not late yet', async () => {
    const { ledger } = await finish(begin([sent(1)], [], { options: { drainMs: 4_000 } }));
    expect(ledger.counts).toMatchObject({ lost: 0, pending: 1 });
  });

  it('no longer than its drill', async () => {
    const { account: accounting, clock, stop } = begin([sent(1)], []);
    const ended = expect(accounting).rejects.toThrow('enough');
    await clock.advance(1_000);
    stop.abort(new Error('enough'));
    await ended;
  });
});

describe('an account takes for arrived', () => {
  it('nothing that the sink refused, only its repetition', async () => {
    const refused = [503, 429, 301].map((status, index) => request([one], 100 * index, { status }));
    const { ledger } = await finish(begin([sent(1)], [...refused, request([one], 2_000)]));
    expect(ledger.counts).toMatchObject({ arrivals: 1, delivered: 1, duplicated: 0 });
    expect(ledger.latency.maxMs).toBe(2_000);
    const lost = await finish(begin([sent(1)], refused));
    expect(lost.ledger.counts).toMatchObject({ arrivals: 0, delivered: 0, lost: 1 });
  });

  it('what the sink has answered with any 2xx', async () => {
    const { ledger } = await finish(begin([sent(1)], [request([one], 40, { status: 202 })]));
    expect(ledger.counts.delivered).toBe(1);
  });

  it('nothing that was never answered', async () => {
    const hanging = request([one], 40, { status: undefined, answeredAt: undefined });
    const { ledger } = await finish(begin([sent(1)], [hanging]));
    expect(ledger.counts).toMatchObject({ arrivals: 0, lost: 1 });
  });

  it('what is answered while it waits, once and as of when it came', async () => {
    const slow = { ...request([one], 40, { status: undefined, answeredAt: undefined }) };
    const accounting = begin([sent(1), sent(2)], [slow]);
    await accounting.clock.advance(1_000);
    Object.assign(slow, { status: 200, answeredAt: start + 1_000 });
    const { ledger } = await finish(accounting);
    expect(ledger.counts).toMatchObject({ arrivals: 1, delivered: 1, duplicated: 0 });
    expect(ledger.latency.maxMs).toBe(40);
  });

  it('each of what came twice', async () => {
    const { ledger } = await finish(begin([sent(1)], [request([one], 40), request([one], 90)]));
    expect(ledger.counts).toMatchObject({ arrivals: 2, delivered: 1, duplicated: 1 });
  });

  it('nothing of another load, but what nobody sent of its own', async () => {
    const ofAnother = request(['fd-89abcdef-1', one], 40);
    const { ledger } = await finish(begin([sent(1)], [ofAnother, request([two], 50)]));
    expect(ledger.counts).toMatchObject({ arrivals: 2, delivered: 1, unexpected: 1 });
    expect(ledger.examples.unexpected).toEqual([{ id: two, status: 'firing' }]);
  });
});

describe('an account cannot be given', () => {
  it.each<[string, Partial<LoadSummary>, string]>([
    ['failed', { outcome: 'failed', failure: 'k6 was killed' }, 'k6 was killed'],
    ['failed without a word', { outcome: 'failed' }, 'failed'],
    ['had a mistake in its script', { outcome: 'script-error' }, 'script-error'],
  ])('of a load that %s', async (_, load, got) => {
    await expect(begin([sent(1)], [request([one], 40)], { load }).account).rejects.toMatchObject({
      code: 'LOAD_FAILED',
      details: { got },
    });
  });

  it.each(['aborted', 'threshold'] as const)('but of a load that was %s', async (outcome) => {
    const { load, ledger } = await finish(begin([sent(1)], [request([one], 40)], { load: { outcome } }));
    expect(load.outcome).toBe(outcome);
    expect(ledger.counts.delivered).toBe(1);
  });

  it('at a sink that there is not', async () => {
    await expect(begin([sent(1)], [], { options: { sink: 'slack' } }).account).rejects.toMatchObject({
      code: 'DRILL_INVALID',
      details: { got: 'slack' },
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { Account, AccountOptions, Allowance, DeliveryContext, LoadShape, StepFact } from '../contract/index.ts';
import { account } from '../verdict/testing/account.ts';
import { findKnee } from './find-knee.ts';

const objective = { withinMs: 5_000, share: 0.95, confidence: 0.95, minimum: 100 };
const given = ({ load, ledger, quantiles }: Account): Account => ({ load, ledger, quantiles });
const held = given(account(2_000));
const lateness = { ...held.load.lag, p99Ms: 400, lateShare: 0.2 };
const accounts = {
  held,
  breached: given(account(2_000, { late: 200 })),
  inconclusive: { ...held, load: { ...held.load, lag: lateness } },
} satisfies Record<string, Account>;
const asked = { sink: 'webhook', allowance: { lost: 0 }, objective, step: 'the knee' };
const shape: LoadShape = { profile: 'steady', alertsPerSecond: 1, durationMs: 10_000, alertsPerRequest: 20 };
/** More than any search needs. */
const most = 40;

type Search = { readonly fact: StepFact; readonly sent: LoadShape[]; readonly asked: AccountOptions[] };

/** Searches from a rate in a system of which each rate comes to what `outcomeOf` says. */
const search = async (atLeast: number, outcomeOf: (rate: number) => keyof typeof accounts): Promise<Search> => {
  const sent: LoadShape[] = [];
  const options: AccountOptions[] = [];
  const context = {
    shape: () => shape,
    load: async (tried: LoadShape) => {
      if (sent.push(tried) > most) throw new Error(`it tried ${sent.map((each) => each.alertsPerSecond).join(', ')}`);
      return await Promise.resolve({ shape: tried });
    },
    account: async (running: { shape: LoadShape }, given: AccountOptions) => {
      options.push(given);
      return await Promise.resolve(accounts[outcomeOf(running.shape.alertsPerSecond)]);
    },
  };
  const fact = await findKnee(context as unknown as DeliveryContext, { ...asked, atLeast });
  return { fact, sent, asked: options };
};
const upTo = (knee: number) => (rate: number) => (rate <= knee ? 'held' : 'breached');
const ratesOf = ({ sent }: Search): number[] => sent.map(({ alertsPerSecond }) => alertsPerSecond);

describe('the search for the knee', () => {
  it('doubles the rate until one does not hold, then halves the distance until it is known to a tenth', async () => {
    const found = await search(200, upTo(1_050));
    expect(ratesOf(found)).toEqual([200, 400, 800, 1_600, 1_200, 1_000, 1_100]);
    expect(found.fact).toEqual({
      name: 'the knee',
      expected: 'at least 200 a second',
      got: 'at least 200 a second',
      detail: '1000 a second holds, 1100 a second does not',
    });
  });

  it('ends at the first rate where that does not hold', async () => {
    const found = await search(200, upTo(199));
    expect(ratesOf(found)).toEqual([200]);
    expect(found.fact).toEqual({
      name: 'the knee',
      expected: 'at least 200 a second',
      got: 'less',
      detail: '0 a second holds, 200 a second does not',
    });
  });

  it('is undecided where the first rate could not be told, and says why', async () => {
    const { fact } = await search(200, () => 'inconclusive');
    expect(fact).toMatchObject({ got: 'less', detail: '0 a second holds, 200 a second could not be told' });
    expect(fact.undecided).toContain('the load generator sent 20 % of the requests over 50 ms late');
  });

  it('takes a later rate that could not be told for one that does not hold', async () => {
    const found = await search(200, (rate) => (rate <= 400 ? 'held' : 'inconclusive'));
    expect(ratesOf(found)).toEqual([200, 400, 800, 600, 500, 450, 430]);
    expect(found.fact).toMatchObject({
      got: 'at least 200 a second',
      detail: '400 a second holds, 430 a second could not be told',
    });
    expect(found.fact).not.toHaveProperty('undecided');
  });

  it('ends where no rate of one machine fails', async () => {
    const found = await search(20_000, () => 'held');
    expect(ratesOf(found)).toEqual([20_000, 40_000, 80_000]);
    expect(found.fact.detail).toBe('80000 a second holds');
  });

  it.each([
    [20, 25, '25 a second holds, 27 a second does not'],
    [50, 95, '95 a second holds, 100 a second does not'],
    [1, 2, '2 a second holds, 3 a second does not'],
    [0.5, 1, '1 a second holds, 2 a second does not'],
  ])(
    'comes to its end also at rates that a tenth of is less than ten: from %d up to %d',
    async (from, knee, detail) => {
      const { fact } = await search(from, upTo(knee));
      expect(fact.detail).toBe(detail);
    },
  );
});

describe('each rate that is tried', () => {
  it('is sent as the load of the drill', async () => {
    const { sent } = await search(200, upTo(200));
    expect(sent.slice(0, 2)).toEqual([
      { ...shape, alertsPerSecond: 200 },
      { ...shape, alertsPerSecond: 400 },
    ]);
  });

  it('is accounted for under its own name, and not judged', async () => {
    const { asked: options } = await search(200, upTo(200));
    const { sink, allowance } = asked;
    expect(options[0]).toEqual({
      name: '200 a second',
      sink,
      allowance,
      objective,
      drainMs: 30_000,
      unjudged: true,
    });
    expect(options[1]).toMatchObject({ name: '400 a second', unjudged: true });
  });

  it('holds only where nothing more is lost than allowed, however many are in time', async () => {
    const lossy = given(account(2_000, { lost: 1 }));
    const context = {
      shape: () => shape,
      load: async () => await Promise.resolve({}),
      account: async () => await Promise.resolve(lossy),
    };
    const gotOf = async (allowance: Allowance): Promise<string> => {
      const options = { ...asked, allowance, atLeast: 80_000 };
      const { got } = await findKnee(context as unknown as DeliveryContext, options);
      return got;
    };
    expect(await gotOf({ lost: 0 })).toBe('less');
    expect(await gotOf({ lost: 1 })).toBe('at least 80000 a second');
  });
});

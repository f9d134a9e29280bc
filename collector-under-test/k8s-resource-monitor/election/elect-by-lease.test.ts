import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { manualClock } from '../../cano-collector/testing/manual-clock.ts';
import { createLogger } from '../logger.ts';
import { electByLease } from './elect-by-lease.ts';
import type { Election } from './election.ts';
import type { Lease, LeaseApi } from './lease-api.ts';

const leaseSeconds = 15;

/** A Lease that guards its version, and what its users are told instead when it is broken. */
function fakeLease() {
  let held: Lease | undefined;
  const broken = new Set<string>();
  const open = (user: string): LeaseApi => {
    const guard = () => {
      if (broken.has(user)) throw new Error('no route to host');
    };
    return {
      async get() {
        await setImmediate();
        guard();
        return held;
      },
      async put(claim, over) {
        await setImmediate();
        guard();
        if (held?.version !== over?.version) return false;
        held = { ...claim, version: String(Number(held?.version ?? 0) + 1) };
        return true;
      },
    };
  };
  return { open, broken, held: () => held };
}

/** Its answers in short: whether it leads, and in which term. */
const asked = (election: Election) => ({
  leads: () => election.current() !== undefined,
  token: () => election.current()?.term.token,
  acquire: async () => (await election.acquire()) !== undefined,
  [Symbol.asyncDispose]: () => election[Symbol.asyncDispose](),
});

function startElection() {
  const clock = manualClock();
  const lease = fakeLease();
  const logger = createLogger({ logLevel: 'error' });
  const stored: { token: number; holder: string }[] = [];
  const highestTokenBut = (holder: string) => stored.findLast((each) => each.holder !== holder)?.token;
  const deps = { leaseSeconds, clock, logger, highestTokenBut };
  const join = (identity: string) => asked(electByLease({ ...deps, lease: lease.open(identity), identity }));
  /** Lets so many seconds go by, a tenth at a time. */
  const pass = async (seconds: number, look: () => void = () => undefined) => {
    for (let tenth = 0; tenth < seconds * 10; tenth += 1) {
      clock.advance(100);
      for (let turn = 0; turn < 6; turn += 1) await setImmediate();
      look();
    }
  };
  return { clock, lease, stored, join, pass };
}

test('of two that begin together one leads, and goes on to', async () => {
  const { join, pass, lease } = startElection();
  await using a = join('a');
  await using b = join('b');
  expect([await a.acquire(), await b.acquire()].sort()).toEqual([false, true]);
  const leader = lease.held()?.holder;
  await pass(60, () => expect([a.leads(), b.leads()].filter(Boolean)).toHaveLength(1));
  expect(lease.held()).toMatchObject({ holder: leader, seconds: leaseSeconds, transitions: 0 });
});

test('a leader that is cut off stops before another takes over, within the lease and one attempt', async () => {
  const { join, pass, lease, clock } = startElection();
  await using a = join('a');
  await a.acquire();
  await using b = join('b');
  await pass(10);
  lease.broken.add('a');
  const begun = clock.monotonic();
  let stopped = Infinity;
  let taken = Infinity;
  await pass(20, () => {
    const after = clock.monotonic() - begun;
    if (!a.leads()) stopped = Math.min(stopped, after);
    if (b.leads()) taken = Math.min(taken, after);
  });
  expect(stopped).toBeLessThanOrEqual(10_000);
  expect(taken).toBeGreaterThan(stopped);
  expect(taken).toBeLessThanOrEqual(17_000);
  expect(lease.held()).toMatchObject({ holder: 'b', transitions: 1 });
  await expect(a.acquire()).rejects.toThrow('no route to host');
  lease.broken.clear();
  await pass(3);
  expect([await a.acquire(), b.leads()]).toEqual([false, true]);
});

test('one whose time stood still does not lead when it goes on', async () => {
  const { join, clock } = startElection();
  await using a = join('a');
  expect(await a.acquire()).toBe(true);
  clock.advance(10_001);
  expect(a.leads()).toBe(false);
});

test('a leader that ends gives the lead up, and the next attempt takes it', async () => {
  const { join, pass, lease } = startElection();
  const a = join('a');
  await a.acquire();
  await using b = join('b');
  await pass(1);
  await a[Symbol.asyncDispose]();
  expect(lease.held()).toMatchObject({ holder: '', seconds: 1 });
  await pass(2.1);
  expect(b.leads()).toBe(true);
});

test('one that follows leaves the Lease alone when it ends', async () => {
  const { join, lease } = startElection();
  await using a = join('a');
  await a.acquire();
  const before = lease.held();
  const b = join('b');
  expect(await b.acquire()).toBe(false);
  await b[Symbol.asyncDispose]();
  expect(lease.held()).toEqual(before);
});

test('the token rises with each leader, and stays when one renews', async () => {
  const { join, pass } = startElection();
  const tokens: (number | null | undefined)[] = [];
  for (const name of ['a', 'b', 'c']) {
    await using leader = join(name);
    await leader.acquire();
    tokens.push(leader.token());
    await pass(30, () => expect(leader.token()).toBe(tokens.at(-1)));
  }
  expect(tokens).toEqual([0, 1, 2]);
});

test('a Lease that is deleted does not lower the token, and two that have the same are told apart', async () => {
  const { join, pass, lease, stored } = startElection();
  stored.push({ token: 7, holder: 'before' });
  await using a = join('a');
  await a.acquire();
  expect(a.token()).toBe(8);
  stored.push({ token: 8, holder: 'b' });
  await pass(3);
  expect(a.token()).toBe(9);
  expect(lease.held()).toMatchObject({ holder: 'a', transitions: 9 });
});

import { expect, test } from 'vitest';
import type { Delivery, NewTransition, Store } from '../store/store.ts';
import { tempDir } from './temp-dir.ts';

type OpenStore = () => Promise<Store & AsyncDisposable>;

const now = 1_700_000_000_000;
const leaseMs = 1_000;

/** A transition of one alert for the given destinations. */
export function transition(key: string, destinations = ['a'], fingerprint = key): NewTransition {
  return { key, fingerprint, payload: JSON.stringify({ key, nul: '\u0000' }), destinations };
}

/** Leases everything due for destination `a`. */
export async function claimAll(store: Store, at = now, destination = 'a'): Promise<readonly Delivery[]> {
  return await store.claim({ destination, limit: 100, now: at, leaseMs });
}

/** Leases the one thing that is due. */
async function claimOne(store: Store, at = now, destination = 'a'): Promise<Delivery> {
  const [delivery, ...others] = await claimAll(store, at, destination);
  expect(others).toEqual([]);
  if (delivery === undefined) throw new Error('nothing is due');
  return delivery;
}

/** Tests that every store passes. */
export function testStoreContract(open: OpenStore): void {
  testIntake(open);
  testSettling(open);
  testOrder(open);
  testLeases(open);
  testUpkeep(open);
}

function testIntake(open: OpenStore): void {
  test('stores a transition once, however often it comes', async () => {
    await using store = await open();
    expect(await store.append([transition('k1'), transition('k2'), transition('k1')], now)).toEqual([
      true,
      true,
      false,
    ]);
    expect(await store.append([transition('k2'), transition('k3')], now)).toEqual([false, true]);
    expect(await store.pendingCount()).toBe(3);
  });

  test('hands out each delivery once, with its payload', async () => {
    await using store = await open();
    await store.append([transition('k1', ['a', 'b'])], now);
    const delivery = await claimOne(store);
    const payload = transition('k1').payload;
    expect(delivery).toMatchObject({ key: 'k1', payload, acceptedAt: now, attempts: 0 });
    expect(await claimAll(store)).toEqual([]);
    expect(await claimAll(store, now, 'b')).toHaveLength(1);
  });

  test('hands out no more than asked for, oldest first', async () => {
    await using store = await open();
    await store.append(
      ['k1', 'k2', 'k3'].map((key) => transition(key)),
      now,
    );
    const first = await store.claim({ destination: 'a', limit: 2, now, leaseMs });
    expect(first.map(({ key }) => key)).toEqual(['k1', 'k2']);
    expect((await claimAll(store)).map(({ key }) => key)).toEqual(['k3']);
  });
}

function testSettling(open: OpenStore): void {
  test('is finished when the last destination is', async () => {
    await using store = await open();
    await store.append([transition('k1', ['a', 'b'])], now);
    const a = await claimOne(store);
    const b = await claimOne(store, now, 'b');
    const [first] = await store.settle([{ id: a.id, kind: 'delivered' }]);
    expect(first).toMatchObject({ applied: true, firstGiveUp: false });
    expect(first?.finishedAcceptedAt).toBeUndefined();
    const [last] = await store.settle([{ id: b.id, kind: 'given-up' }]);
    expect(last).toEqual({ applied: true, firstGiveUp: true, finishedAcceptedAt: now });
    expect(await store.pendingCount()).toBe(0);
  });

  test('tells the first give-up of an alert from the next', async () => {
    await using store = await open();
    await store.append([transition('k1', ['a', 'b'])], now);
    const ids = [...(await claimAll(store)), ...(await claimAll(store, now, 'b'))].map(({ id }) => id);
    const settled = await store.settle(ids.map((id) => ({ id, kind: 'given-up' })));
    expect(settled.map(({ firstGiveUp }) => firstGiveUp)).toEqual([true, false]);
  });
}

function testOrder(open: OpenStore): void {
  test('hands a retry out again when it is due, not before', async () => {
    await using store = await open();
    await store.append([transition('k1')], now);
    const delivery = await claimOne(store);
    await store.settle([{ id: delivery.id, kind: 'retry', dueAt: now + 500 }]);
    expect(await claimAll(store, now + 499)).toEqual([]);
    expect(await claimAll(store, now + 500)).toMatchObject([{ attempts: 1 }]);
  });

  test('keeps resolved behind firing of the same alert, per destination', async () => {
    await using store = await open();
    await store.append([transition('f/1', ['a', 'b'], 'f'), transition('f/2', ['a', 'b'], 'f')], now);
    const firing = await claimOne(store);
    await store.settle([{ id: firing.id, kind: 'retry', dueAt: now + 500 }]);
    expect(await claimAll(store, now + 100)).toEqual([]);
    const again = await claimOne(store, now + 500);
    await store.settle([{ id: again.id, kind: 'delivered' }]);
    expect(await claimAll(store, now + 500)).toMatchObject([{ key: 'f/2' }]);
    expect(await claimAll(store, now, 'b')).toMatchObject([{ key: 'f/1' }]);
  });
}

function testLeases(open: OpenStore): void {
  test('takes released deliveries back without counting an attempt', async () => {
    await using store = await open();
    await store.append([transition('k1')], now);
    const delivery = await claimOne(store);
    await store.release([delivery.id]);
    expect(await claimAll(store)).toMatchObject([{ key: 'k1', attempts: 0 }]);
  });

  test('knows what it holds', async () => {
    await using store = await open();
    await store.append([transition('k1'), transition('k2')], now);
    const ids = (await claimAll(store)).map(({ id }) => id);
    await store.release(ids.slice(0, 1));
    expect(await store.held(ids)).toEqual(ids.slice(1));
  });

  test('settles a delivery only once', async () => {
    await using store = await open();
    await store.append([transition('k1')], now);
    const delivery = await claimOne(store);
    await store.settle([{ id: delivery.id, kind: 'delivered' }]);
    expect(await store.settle([{ id: delivery.id, kind: 'delivered' }])).toMatchObject([{ applied: false }]);
  });

  test('leases every delivery of a destination, due or not', async () => {
    await using store = await open();
    await store.append([transition('k1', ['a', 'gone']), transition('k2', ['gone'])], now);
    expect(await store.claimEvery(['gone', 'other'], { limit: 10, now: now - 1, leaseMs })).toHaveLength(2);
    expect(await store.claimEvery(['gone'], { limit: 10, now, leaseMs })).toEqual([]);
    expect(await claimAll(store)).toHaveLength(1);
  });

  test('names the destinations that something is due for', async () => {
    await using store = await open();
    expect(await store.destinationsDue(now)).toEqual([]);
    await store.append([transition('k1', ['b', 'a']), transition('k2', ['b'])], now);
    expect([...(await store.destinationsDue(now))].sort()).toEqual(['a', 'b']);
    const delivery = await claimOne(store);
    await store.settle([{ id: delivery.id, kind: 'retry', dueAt: now + 500 }]);
    expect(await store.destinationsDue(now)).toEqual(['b']);
    expect([...(await store.destinationsDue(Number.MAX_SAFE_INTEGER))].sort()).toEqual(['a', 'b']);
  });
}

function testUpkeep(open: OpenStore): void {
  test('forgets finished transitions by age, and never pending ones', async () => {
    await using store = await open();
    await store.append([transition('done', []), transition('waiting')], now);
    expect(await store.prune(now, 10)).toBe(0);
    expect(await store.prune(now + 1, 10)).toBe(1);
    expect(await store.append([transition('done', []), transition('waiting')], now)).toEqual([true, false]);
  });

  test('takes writes and writes a copy of itself', async () => {
    await using store = await open();
    await using dir = await tempDir();
    await store.append([transition('k1')], now);
    await expect(store.check()).resolves.toBeUndefined();
    await expect(store.snapshot(dir.path)).resolves.toBeUndefined();
  });
}

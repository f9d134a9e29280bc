import { expect, test, vi } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import { isStillHeld } from './still-held.ts';

function bench(held: () => Promise<readonly number[]>) {
  const clock = manualClock();
  const store = { held: vi.fn(held), release: vi.fn(() => Promise.resolve()) };
  const check = { store, clock, claimedAt: clock.monotonic(), signal: new AbortController().signal };
  return { clock, store, check };
}

test('a delivery claimed just now is sent without asking', async () => {
  const { clock, store, check } = bench(() => Promise.resolve([]));
  clock.advance(1_000);
  expect(await isStillHeld(7, check)).toBe(true);
  expect(store.held).not.toHaveBeenCalled();
});

test('one that starts late is sent when it is still held, and handed back otherwise', async () => {
  for (const ids of [[7], []]) {
    const { clock, store, check } = bench(() => Promise.resolve(ids));
    clock.advance(1_001);
    expect(await isStillHeld(7, check)).toBe(ids.length === 1);
    expect(store.release).toHaveBeenCalledTimes(1 - ids.length);
  }
});

test('an answer that is itself late is not believed', async () => {
  const { clock, store, check } = bench(() => {
    if (store.held.mock.calls.length === 1) clock.advance(5_000);
    return Promise.resolve(store.held.mock.calls.length === 1 ? [7] : []);
  });
  clock.advance(1_001);
  expect(await isStillHeld(7, check)).toBe(false);
  expect(store.held).toHaveBeenCalledTimes(2);
});

test('while the store cannot tell, nothing is sent', async () => {
  const { clock, store, check } = bench(() =>
    store.held.mock.calls.length === 1 ? Promise.reject(new Error('away')) : Promise.resolve([7]),
  );
  clock.advance(1_001);
  const answer = isStillHeld(7, check);
  await vi.waitFor(() => {
    clock.advance(500);
    expect(store.held).toHaveBeenCalledTimes(2);
  });
  expect(await answer).toBe(true);
});

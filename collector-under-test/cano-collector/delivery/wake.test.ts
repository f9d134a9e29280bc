import { expect, test } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import { createWake } from './wake.ts';

test('a ring ends the wait, also one that came before it', async () => {
  const wake = createWake(manualClock());
  wake.ring();
  await expect(wake.wait(60_000)).resolves.toBeUndefined();
  const waiting = wake.wait(60_000);
  wake.ring();
  await expect(waiting).resolves.toBeUndefined();
});

test('a wait without an end lasts until it is rung', async () => {
  const wake = createWake(manualClock());
  const waiting = wake.wait();
  wake.ring();
  await expect(waiting).resolves.toBeUndefined();
});

test('time ends the wait', async () => {
  const clock = manualClock();
  const waiting = createWake(clock).wait(1_000);
  clock.advance(1_000);
  await expect(waiting).resolves.toBeUndefined();
});

import { expect, test } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import { startDeadline } from './deadline.ts';

test('time aborts the signal', async () => {
  const clock = manualClock();
  using deadline = startDeadline(1_000, new AbortController().signal, clock);
  clock.advance(1_000);
  await Promise.resolve();
  expect([deadline.signal.aborted, deadline.hasPassed()]).toEqual([true, true]);
});

test('the parent aborts it without time having passed', () => {
  const parent = new AbortController();
  using deadline = startDeadline(1_000, parent.signal, manualClock());
  parent.abort();
  expect([deadline.signal.aborted, deadline.hasPassed()]).toEqual([true, false]);
});

test('once disposed of nothing aborts it', async () => {
  const clock = manualClock();
  const parent = new AbortController();
  const deadline = startDeadline(1_000, parent.signal, clock);
  deadline[Symbol.dispose]();
  parent.abort();
  clock.advance(1_000);
  await Promise.resolve();
  expect([deadline.signal.aborted, deadline.hasPassed()]).toEqual([false, false]);
});

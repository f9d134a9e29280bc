import { expect, test } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import { createLogLimit } from './limit.ts';

test('one record passes each second, and tells how many did not', () => {
  const clock = manualClock();
  const limit = createLogLimit(clock);
  expect([limit(), limit(), limit()]).toEqual([0, undefined, undefined]);
  clock.advance(1_000);
  expect([limit(), limit()]).toEqual([2, undefined]);
});

import { expect, test } from 'vitest';
import type { HealthChange } from '../../contract/index.ts';
import { HealthBoard } from './health-board.ts';

const none: ReadonlySet<number> = new Set();

const boardOf = (count: number) => {
  const changes: HealthChange[] = [];
  let time = 0;
  const board = new HealthBoard(
    count,
    2,
    () => (time += 1),
    (change) => changes.push(change),
  );
  return { board, changes };
};

test('nobody has a turn before the first good check', () => {
  const { board } = boardOf(2);
  expect(board.next(none)).toBeUndefined();
  board.checked(1, true);
  expect([board.next(none), board.next(none)]).toEqual([1, 1]);
});

test('the healthy ones take turns, without those that were tried', () => {
  const { board } = boardOf(3);
  for (const replica of [0, 1, 2]) board.checked(replica, true);
  expect(Array.from({ length: 6 }, () => board.next(none))).toEqual([0, 1, 2, 0, 1, 2]);
  expect(board.next(new Set([0]))).toBe(1);
  expect(board.next(new Set([0, 1, 2]))).toBeUndefined();
});

test('bad checks in a row make one unhealthy, and one good check healthy', () => {
  const { board, changes } = boardOf(1);
  for (const good of [true, false, true, false, false, false, true]) board.checked(0, good);
  expect(changes).toEqual([
    { replica: 0, healthy: true, at: 1 },
    { replica: 0, healthy: false, at: 2 },
    { replica: 0, healthy: true, at: 3 },
  ]);
});

test('a connection that is refused makes one unhealthy at once', () => {
  const { board, changes } = boardOf(1);
  board.checked(0, true);
  board.refused(0);
  board.refused(0);
  expect(board.next(none)).toBeUndefined();
  expect(changes.map(({ healthy }) => healthy)).toEqual([true, false]);
});

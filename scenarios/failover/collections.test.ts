import { expect, test } from 'vitest';
import { overlapsOf, tokensInTurn, type Collection } from './support/collections.ts';

const of = (holder: string, token: number, begun: number, at: number): Collection => ({ holder, token, begun, at });

test('gives the token of each leader in turn, also of one that comes back', () => {
  expect(tokensInTurn([of('a', 0, 0, 1), of('a', 0, 2, 3), of('b', 1, 4, 5)])).toEqual([0, 1]);
  expect(tokensInTurn([of('a', 0, 0, 1), of('b', 1, 2, 3), of('a', 0, 4, 5)])).toEqual([0, 1, 0]);
  expect(tokensInTurn([of('a', 3, 0, 1), of('b', 3, 2, 3)])).toEqual([3, 3]);
});

test('finds collections of two leaders that overlap, and none that only follow each other', () => {
  const long = of('a', 0, 0, 10);
  expect(overlapsOf([long, of('a', 0, 5, 12), of('b', 1, 12, 13)])).toEqual([]);
  const within = of('b', 1, 3, 4);
  expect(overlapsOf([within, long])).toEqual([[long, within]]);
  expect(overlapsOf([of('a', 0, 0, 4), of('b', 1, 4, 5)])).toEqual([]);
});

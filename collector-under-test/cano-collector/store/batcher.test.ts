import { expect, test } from 'vitest';
import { createBatcher } from './batcher.ts';

test('calls of one turn share a commit, and each gets its own results', async () => {
  const commits: number[][] = [];
  const batcher = createBatcher((items: readonly number[]) => {
    commits.push([...items]);
    return Promise.resolve(items.map((item) => item * 10));
  }, 100);
  const results = await Promise.all([batcher.add([1, 2]), batcher.add([3])]);
  expect(results).toEqual([[10, 20], [30]]);
  expect(commits).toEqual([[1, 2, 3]]);
  expect(batcher.waiting()).toBe(0);
});

test('a commit is bounded, and a call is never split', async () => {
  const sizes: number[] = [];
  const batcher = createBatcher((items: readonly number[]) => {
    sizes.push(items.length);
    return Promise.resolve(items);
  }, 3);
  await Promise.all([batcher.add([1, 2]), batcher.add([3, 4]), batcher.add([5])]);
  expect(sizes).toEqual([4, 1]);
});

test('a failed commit rejects its calls and later ones still work', async () => {
  let isBroken = true;
  const batcher = createBatcher(
    (items: readonly number[]) => (isBroken ? Promise.reject(new Error('disk full')) : Promise.resolve(items)),
    10,
  );
  await expect(batcher.add([1])).rejects.toThrow('disk full');
  isBroken = false;
  await expect(batcher.add([2])).resolves.toEqual([2]);
});

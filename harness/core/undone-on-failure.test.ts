import { expect, test } from 'vitest';
import { fakeClock } from './testing/fake-clock.ts';
import { undoneOnFailure } from './undone-on-failure.ts';

test('keeps what was started, and undoes it only where a later start fails, with its error', async () => {
  const log: string[] = [];
  const start = async (fails: boolean) =>
    await undoneOnFailure(fakeClock(), async (undo) => {
      undo.defer('stop one', () => void log.push('one stops'));
      undo.defer('stop two', () => {
        log.push('two stops');
        throw new Error('it does not stop');
      });
      if (fails) throw new Error('three does not start');
      return await Promise.resolve('started');
    });
  expect(await start(false)).toBe('started');
  expect(log).toEqual([]);
  await expect(start(true)).rejects.toThrow('three does not start');
  expect(log).toEqual(['two stops', 'one stops']);
});

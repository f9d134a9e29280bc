import { describe, expect, it } from 'vitest';
import { fakeClock, turn } from './testing/fake-clock.ts';
import { UndoStack } from './undo-stack.ts';

const failureOf = async (stack: UndoStack): Promise<unknown> =>
  await stack[Symbol.asyncDispose]().catch((reason: unknown) => reason);

describe('UndoStack', () => {
  it('undoes in reverse of the order in which things began, one after the other', async () => {
    const done: string[] = [];
    {
      await using stack = new UndoStack(fakeClock());
      stack.defer('first', () => void done.push('first'));
      stack.defer('second', async () => {
        done.push('second begins');
        await turn();
        done.push('second ends');
      });
      stack.defer('third', () => void done.push('third'));
    }
    expect(done).toEqual(['third', 'second begins', 'second ends', 'first']);
  });

  it('gives back the resource that it shall dispose of', async () => {
    let disposals = 0;
    const resource = { [Symbol.asyncDispose]: async () => await Promise.resolve(void (disposals += 1)) };
    const stack = new UndoStack(fakeClock());
    expect(stack.use('it', resource)).toBe(resource);
    await stack[Symbol.asyncDispose]();
    expect(disposals).toBe(1);
  });

  it('undoes nothing twice', async () => {
    let undone = 0;
    const stack = new UndoStack(fakeClock());
    stack.defer('it', () => void (undone += 1));
    await stack[Symbol.asyncDispose]();
    await stack[Symbol.asyncDispose]();
    expect(undone).toBe(1);
  });

  it('undoes at once what begins only after everything was undone', async () => {
    const done: string[] = [];
    const stack = new UndoStack(fakeClock());
    await stack[Symbol.asyncDispose]();
    stack.defer('late', () => void done.push('late'));
    stack.defer('late and broken', () => Promise.reject(new Error('broken')));
    await turn();
    expect(done).toEqual(['late']);
  });

  it('undoes the others when one fails, and throws that failure as it is', async () => {
    const done: string[] = [];
    const failure = new Error('stuck');
    const stack = new UndoStack(fakeClock());
    stack.defer('first', () => void done.push('first'));
    stack.defer('second', () => Promise.reject(failure));
    stack.defer('third', () => void done.push('third'));
    expect(await failureOf(stack)).toBe(failure);
    expect(done).toEqual(['third', 'first']);
  });

  it('gives each undo a deadline of its own, counted from when it begins', async () => {
    const clock = fakeClock();
    const done: string[] = [];
    const stack = new UndoStack(clock);
    stack.defer('first', async () => await clock.sleep(8).then(() => void done.push('first')), 10);
    stack.defer('hanging', async () => await new Promise(() => undefined), 10);
    const failure = failureOf(stack);
    await clock.advance(9);
    expect(done).toEqual([]);
    await clock.advance(9);
    expect(done).toEqual(['first']);
    expect(await failure).toMatchObject({
      code: 'UNDO_FAILED',
      message: 'undo: hanging; expected to end within 10 ms',
    });
  });

  it('throws several failures together', async () => {
    const stack = new UndoStack(fakeClock());
    const failures = [new Error('one'), new Error('two')];
    for (const failure of failures) stack.defer(failure.message, () => Promise.reject(failure));
    const error = await failureOf(stack);
    expect(error).toMatchObject({ code: 'UNDO_FAILED', cause: { errors: failures.toReversed() } });
    expect((error as Error).message).toContain('2 undos failed');
  });
});

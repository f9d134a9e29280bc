import { describe, expect, it } from 'vitest';
import { withDeadline } from './deadline.ts';
import { fakeClock } from './testing/fake-clock.ts';

const never = async (): Promise<never> => await new Promise(() => undefined);

describe('withDeadline', () => {
  it('gives what the work gives and stops its own watch', async () => {
    const clock = fakeClock();
    let signal: AbortSignal | undefined;
    const work = async (given: AbortSignal): Promise<number> => {
      signal = given;
      return await Promise.resolve(5);
    };
    expect(await withDeadline(work, { what: 'the work', timeoutMs: 10, clock })).toBe(5);
    await clock.advance(1_000);
    expect(signal?.aborted).toBe(false);
  });

  it('throws TIMEOUT when the time is over, and tells the work by its signal', async () => {
    const clock = fakeClock();
    let told: unknown;
    const working = withDeadline(
      async (signal) => {
        signal.addEventListener('abort', () => void (told = signal.reason));
        return await never();
      },
      { what: 'the work', timeoutMs: 10, clock },
    ).catch((reason: unknown) => reason);
    await clock.advance(9);
    expect(told).toBeUndefined();
    await clock.advance(1);
    const error = await working;
    expect(error).toMatchObject({ code: 'TIMEOUT', message: 'the work; expected to end within 10 ms' });
    expect(told).toBe(error);
  });

  it('counts from what it waits for', async () => {
    const clock = fakeClock();
    const { promise: from, resolve } = Promise.withResolvers<undefined>();
    const working = withDeadline(never, { what: 'the work', timeoutMs: 10, clock, from }).catch(
      (reason: unknown) => reason,
    );
    await clock.advance(1_000);
    resolve(undefined);
    await clock.advance(9);
    expect(await Promise.race([working, Promise.resolve('not yet')])).toBe('not yet');
    await clock.advance(1);
    expect(await working).toMatchObject({ code: 'TIMEOUT' });
  });

  it('throws the code that it is given', async () => {
    const clock = fakeClock();
    const working = withDeadline(never, { what: 'the undo', timeoutMs: 1, clock, code: 'UNDO_FAILED' });
    const error = working.catch((reason: unknown) => reason);
    await clock.advance(1);
    expect(await error).toMatchObject({ code: 'UNDO_FAILED' });
  });

  it('throws on what the work throws', async () => {
    const failure = new Error('broken');
    const options = { what: 'the work', timeoutMs: 10, clock: fakeClock() };
    await expect(withDeadline(() => Promise.reject(failure), options)).rejects.toBe(failure);
  });
});

import { describe, expect, test } from 'vitest';
import type { Fault } from '../contract/index.ts';
import { fakeClock } from '../core/testing/fake-clock.ts';
import { fakeFault } from '../engine/testing/fake-run.ts';
import { contextOf } from './testing/fault-bench.ts';
import { together } from './together.ts';

const clock = fakeClock(5_000);

/** A fault that logs under a name, and fails where it is told to. */
const part = (log: string[], name: string, fails?: 'inject' | 'undo', change: Partial<Fault> = {}): Fault => ({
  ...fakeFault(log),
  kind: name,
  needs: ['files'],
  inject: async () => {
    log.push(`${name} begins`);
    if (fails === 'inject') throw new Error(`${name} does not begin`);
    const undo = async (): Promise<void> => {
      log.push(`${name} ends`);
      await Promise.resolve();
      if (fails === 'undo') throw new Error(`${name} does not end`);
    };
    return await Promise.resolve({ from: name.length, proof: `proof of ${name}`, [Symbol.asyncDispose]: undo });
  },
  ...change,
});

describe('faults together', () => {
  test('begin in order and end in reverse, dated by the last', async () => {
    const log: string[] = [];
    const injected = await together('both', [part(log, 'one'), part(log, 'three')]).inject(contextOf({}, { clock }));
    expect(injected).toMatchObject({ from: 5, proof: 'proof of one; proof of three' });
    await injected[Symbol.asyncDispose]();
    expect(log).toEqual(['one begins', 'three begins', 'three ends', 'one ends']);
  });

  test('undo what began when a later one does not, and say why', async () => {
    const log: string[] = [];
    const fault = together('both', [part(log, 'a'), part(log, 'b', 'undo'), part(log, 'c', 'inject')]);
    await expect(fault.inject(contextOf({}, { clock }))).rejects.toThrow('c does not begin');
    expect(log).toEqual(['a begins', 'b begins', 'c begins', 'b ends', 'a ends']);
  });

  test('undo each, also when one cannot be undone, and say which', async () => {
    const log: string[] = [];
    const fault = together('both', [part(log, 'a'), part(log, 'b', 'undo')]);
    const injected = await fault.inject(contextOf({}, { clock }));
    await expect(injected[Symbol.asyncDispose]()).rejects.toThrow('b does not end');
    expect(log).toEqual(['a begins', 'b begins', 'b ends', 'a ends']);
  });

  test('need and explain what each of them does', () => {
    const kill = part([], 'kill', undefined, { needs: ['signals'], breaksScrapes: true });
    expect(together('both', [kill, part([], 'old')])).toMatchObject({
      kind: 'kill+old',
      title: 'both',
      needs: ['signals', 'files'],
      breaksScrapes: true,
    });
    expect(together('one', [part([], 'old')]).breaksScrapes).toBe(false);
  });
});

import { array, assert, asyncProperty, double, integer, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Weight } from '../contract/index.ts';
import { turn } from '../core/testing/fake-clock.ts';
import { Budget } from './budget.ts';

/** Work that runs until it is let go, and who began it when. */
const bench = (budget: Budget) => {
  const begun: string[] = [];
  const release = new Map<string, () => void>();
  const submit = async (name: string, cpu: number, memoryMb: number, priority: number): Promise<void> =>
    await run(name, { cpu, memoryMb }, priority);
  const run = async (name: string, weight: Weight, priority: number): Promise<void> =>
    await budget.run(weight, priority, async () => {
      begun.push(name);
      await new Promise<void>((resolve) => release.set(name, resolve));
    });
  const end = async (name: string): Promise<void> => {
    release.get(name)?.();
    await turn();
  };
  return { begun, run, submit, end };
};

describe('Budget', () => {
  it('admits what was asked for in the same turn by priority, the greatest first', async () => {
    const { begun, submit, end } = bench(new Budget({ cpu: 1, memoryMb: 100 }));
    void submit('short', 1, 1, 10);
    void submit('long', 1, 1, 30);
    void submit('middle', 1, 1, 20);
    await turn();
    expect(begun).toEqual(['long']);
    await end('long');
    await end('middle');
    expect(begun).toEqual(['long', 'middle', 'short']);
  });

  it.each([
    ['cpu', 2, 1],
    ['memory', 0.1, 60],
  ])('holds back what would be over the budget of %s until enough is free', async (_, cpu, memoryMb) => {
    const { begun, submit, end } = bench(new Budget({ cpu: 4, memoryMb: 120 }));
    void submit('first', cpu, memoryMb, 4);
    void submit('second', cpu, memoryMb, 3);
    void submit('third', cpu, memoryMb, 2);
    await turn();
    expect(begun).toEqual(['first', 'second']);
    await end('first');
    expect(begun).toEqual(['first', 'second', 'third']);
  });

  it('admits what takes all of the CPU before what is in a lane, so that neither waits for the other', async () => {
    const { begun, run, submit, end } = bench(new Budget({ cpu: 2, memoryMb: 100 }));
    void submit('other', 1, 1, 9);
    void run('memory', { cpu: 0.5, memoryMb: 1, lane: 'memory' }, 1);
    void run('alone', { cpu: 2, memoryMb: 1, lane: 'load' }, 5);
    void run('alone too', { cpu: 2, memoryMb: 1, lane: 'load' }, 6);
    await turn();
    expect(begun).toEqual(['alone']);
    await end('alone');
    expect(begun).toEqual(['alone', 'alone too']);
    await end('alone too');
    expect(begun).toEqual(['alone', 'alone too', 'memory', 'other']);
  });

  it('admits one of a lane at a time, the shortest first, before the rest, which it does not hold up', async () => {
    const { begun, run, submit, end } = bench(new Budget({ cpu: 4, memoryMb: 100 }));
    const inLane = async (name: string, priority: number): Promise<void> =>
      await run(name, { cpu: 1, memoryMb: 1, lane: 'memory' }, priority);
    void submit('other', 1, 1, 9);
    void inLane('short', 1);
    void inLane('long', 2);
    await turn();
    expect(begun).toEqual(['short', 'other']);
    await end('other');
    expect(begun).toEqual(['short', 'other']);
    await end('short');
    expect(begun).toEqual(['short', 'other', 'long']);
  });

  it('admits what alone is over the budget when nothing else runs', async () => {
    const { begun, submit, end } = bench(new Budget({ cpu: 1, memoryMb: 100 }));
    void submit('small', 0.5, 10, 2);
    await turn();
    void submit('huge', 8, 10, 1);
    await turn();
    expect(begun).toEqual(['small']);
    await end('small');
    expect(begun).toEqual(['small', 'huge']);
    void submit('after', 0.5, 10, 9);
    await turn();
    expect(begun).toEqual(['small', 'huge']);
    await end('huge');
    expect(begun).toEqual(['small', 'huge', 'after']);
  });

  it('gives what the work gives, and frees its part when it throws', async () => {
    const budget = new Budget({ cpu: 1, memoryMb: 100 });
    const failure = new Error('broken');
    await expect(budget.run({ cpu: 1, memoryMb: 1 }, 1, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await budget.run({ cpu: 1, memoryMb: 1 }, 1, async () => await Promise.resolve('done'))).toBe('done');
  });

  it('runs everything, and never more at once than the budget has, for any mixture', async () => {
    const work = record({
      cpu: double({ min: 0.1, max: 3, noNaN: true }),
      memoryMb: integer({ min: 1, max: 90 }),
      turns: integer({ min: 0, max: 3 }),
    });
    await assert(
      asyncProperty(array(work, { maxLength: 12 }), async (all) => {
        const budget = new Budget({ cpu: 2, memoryMb: 100 });
        const running = new Set<(typeof all)[number]>();
        let ended = 0;
        const sum = (key: 'cpu' | 'memoryMb'): number => [...running].reduce((total, each) => total + each[key], 0);
        await Promise.all(
          all.map(async (each) => {
            await budget.run(each, each.turns, async () => {
              running.add(each);
              const fits = sum('cpu') <= 2 + 1e-9 && sum('memoryMb') <= 100;
              expect(fits || running.size === 1).toBe(true);
              for (let count = 0; count < each.turns; count += 1) await turn();
              running.delete(each);
              ended += 1;
            });
          }),
        );
        expect(ended).toBe(all.length);
      }),
      { numRuns: 30 },
    );
  });
});

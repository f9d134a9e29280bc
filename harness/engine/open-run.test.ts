import { describe, expect, it } from 'vitest';
import { HarnessError } from '../core/index.ts';
import { turn } from '../core/testing/fake-clock.ts';
import { plan } from './testing/events.ts';
import { fakeFault, fakeRun, fakeStack, planned } from './testing/fake-run.ts';

const hang = async (): Promise<never> => await new Promise(() => undefined);
const named = (id: string, lowerBoundMs = 6_500) => plan(id, { lowerBound: { ms: lowerBoundMs, terms: [] } });

describe('a run', () => {
  it('begins with its header and the cases that cannot be, and ends with its duration', async () => {
    await using fake = await fakeRun();
    const events = fake.run.close(1_234);
    expect(events.map(({ type }) => type)).toEqual(['run-started', 'case-impossible', 'run-ended']);
    expect(events.at(-1)).toMatchObject({ seq: 2, wallMs: 1_234 });
  });

  it('gives the record of a drill once everything of it is undone', async () => {
    await using fake = await fakeRun();
    const record = await fake.clock.drive(fake.run.submit(planned(fakeFault(fake.log))));
    expect(record.endedAt).toBe(fake.clock.now());
    expect(fake.log.at(-1)).toBe('the stack stops');
  });

  it('keeps the logs of a drill that cannot be judged, and undoes it', async () => {
    const holds = (): never => {
      throw new Error('no verdict');
    };
    await using fake = await fakeRun({ parts: () => ({ holds }) });
    const { failure, logs } = await fake.clock.drive(fake.run.submit(planned(fakeFault(fake.log))));
    expect(failure).toBeUndefined();
    expect(logs).toEqual([{ program: 'shop', tail: 'the last 40 lines' }]);
    expect(fake.log.at(-1)).toBe('the stack stops');
  });

  it('runs the longest drill first, and as many at once as the budget has', async () => {
    await using fake = await fakeRun({ cpu: 2 });
    const submissions = [5, 20, 10].map((seconds) =>
      fake.run.submit(planned(fakeFault(fake.log), { plan: named(`a/${seconds}`, seconds * 1_000) })),
    );
    await turn();
    const begun = () => fake.events.flatMap((event) => (event.type === 'drill-started' ? [event.drill] : []));
    expect(begun()).toEqual(['a/20', 'a/10']);
    await fake.clock.drive(Promise.all(submissions));
    expect(begun()).toEqual(['a/20', 'a/10', 'a/5']);
  });

  it('starts only so many stacks at a time', async () => {
    let starting = 0;
    let most = 0;
    await using fake = await fakeRun({
      starts: 2,
      start: async (log, clock) => {
        starting += 1;
        most = Math.max(most, starting);
        await clock.sleep(1_000);
        starting -= 1;
        return fakeStack(log, clock);
      },
    });
    const drills = ['a/1', 'a/2', 'a/3', 'a/4'].map((id) => planned(fakeFault(fake.log), { plan: named(id) }));
    await fake.clock.drive(Promise.all(drills.map((drill) => fake.run.submit(drill))));
    expect(most).toBe(2);
  });

  it('does not count the wait for others to start as time of a drill', async () => {
    await using fake = await fakeRun({
      starts: 1,
      start: async (log, clock, drill) => {
        await clock.sleep(drill === 'a/long' ? 50_000 : 100);
        return fakeStack(log, clock);
      },
    });
    const long = planned(fakeFault(fake.log), { plan: { ...named('a/long', 9_000), timeoutMs: 120_000 } });
    const short = planned(fakeFault(fake.log), { plan: { ...named('a/short', 6_500), timeoutMs: 40_000 } });
    const [, record] = await fake.clock.drive(Promise.all([fake.run.submit(long), fake.run.submit(short)]));
    expect(record.failure).toBeUndefined();
  });

  it('skips a drill that needs what the environment does not have, by name, and starts nothing', async () => {
    await using fake = await fakeRun({ capabilities: ['signals'] });
    const drill = planned(fakeFault(fake.log, { needs: ['signals', 'targets'] }));
    const record = await fake.clock.drive(fake.run.submit({ ...drill, drill: { ...drill.drill, needs: ['files'] } }));
    expect(record.skipped).toBe('the environment local has no files, targets');
    expect(record.startedAt).toBeUndefined();
    expect(fake.log).toEqual([]);
  });
});

describe('a system with dependencies', () => {
  it('is drilled only where their tools are', async () => {
    await using fake = await fakeRun({ capabilities: ['signals', 'tool:registry'] });
    const drill = planned(fakeFault(fake.log));
    const needing = (tool: string) => {
      const local = { command: '', args: [], env: {}, files: {} };
      const system = { ...drill.drill.system, dependencies: [{ name: 'a', tool, start: { local } }] };
      return fake.clock.drive(fake.run.submit({ ...drill, drill: { ...drill.drill, system } }));
    };
    expect((await needing('registry')).skipped).toBeUndefined();
    expect((await needing('etcd')).skipped).toBe('the environment local has no tool:etcd');
  });
});

describe('a drill that takes too long', () => {
  it('ends by its deadline, and is undone', async () => {
    await using fake = await fakeRun();
    const fault = fakeFault(fake.log, { inject: hang });
    const record = await fake.clock.drive(fake.run.submit(planned(fault, { plan: plan('a/a', { timeoutMs: 8_000 }) })));
    expect(record.failure).toMatchObject({
      code: 'TIMEOUT',
      message: 'the drill a/a; expected to end within 8000 ms',
    });
    expect(record.endedAt! - record.startedAt!).toBe(8_000);
    expect(fake.log.at(-1)).toBe('the stack stops');
  });

  it('leaves no stack behind that was ready only after the deadline', async () => {
    await using fake = await fakeRun({
      start: async (log, clock) => {
        await clock.sleep(9_000);
        return fakeStack(log, clock);
      },
    });
    const submitting = fake.run.submit(planned(fakeFault(fake.log), { plan: plan('a/a', { timeoutMs: 8_000 }) }));
    const record = await fake.clock.drive(submitting);
    expect(record.failure?.code).toBe('TIMEOUT');
    await fake.clock.advance(2_000);
    expect(fake.log).toEqual(['the stack starts', 'the stack stops']);
    expect(fake.events.at(-1)?.type).toBe('drill-ended');
  });
});

describe('undoing', () => {
  it('that fails is journaled as UNDO_FAILED, and the drill still ends', async () => {
    await using fake = await fakeRun({
      start: async (log, clock) =>
        await Promise.resolve({
          ...fakeStack(log, clock),
          [Symbol.asyncDispose]: async () => await Promise.reject(new Error('the folder is busy')),
        }),
    });
    const record = await fake.clock.drive(fake.run.submit(planned(fakeFault(fake.log))));
    expect(record.failure).toMatchObject({
      code: 'UNDO_FAILED',
      message: 'a/a could not be undone; got the folder is busy',
    });
    expect(record.endedAt).toBeDefined();
  });

  it('that hangs has a deadline, and keeps nothing else from being undone', async () => {
    await using fake = await fakeRun({
      parts: () => ({
        startTraffic: () => ({ counts: () => ({ sent: 9, accepted: 9 }), [Symbol.asyncDispose]: hang }),
      }),
    });
    const drill = planned(fakeFault(fake.log));
    const record = await fake.clock.drive(
      fake.run.submit({ ...drill, drill: { ...drill.drill, trafficPerSecond: 1 } }),
    );
    expect(record.failure).toMatchObject({
      code: 'UNDO_FAILED',
      message: 'undo: stop the traffic; expected to end within 15000 ms',
    });
    expect(fake.log.at(-1)).toBe('the stack stops');
  });

  it('tries a fault that could not be lifted once, and says what went wrong first', async () => {
    let tries = 0;
    await using fake = await fakeRun();
    const stuck = fakeFault(fake.log, {
      inject: async ({ clock }) =>
        await Promise.resolve({
          from: clock.now(),
          proof: 'gone',
          [Symbol.asyncDispose]: async () => {
            tries += 1;
            await Promise.reject(new HarnessError('PROCESS_EXITED', { what: 'it does not start again' }));
          },
        }),
    });
    const record = await fake.clock.drive(fake.run.submit(planned(stuck)));
    expect(record.failure?.code).toBe('PROCESS_EXITED');
    expect(record.fault).toMatchObject({ removed: undefined });
    expect(tries).toBe(1);
    expect(fake.log.at(-1)).toBe('the stack stops');
  });
});

describe('an interruption', () => {
  it('skips what did not end and what did not begin, with the reason, and undoes what had begun', async () => {
    await using fake = await fakeRun({ cpu: 1 });
    const submissions = Promise.all(
      ['a/1', 'a/2'].map((id) => fake.run.submit(planned(fakeFault(fake.log), { plan: named(id) }))),
    );
    await fake.clock.advance(1_000);
    fake.stop.abort(new HarnessError('INTERRUPTED', { what: 'stopped by SIGINT' }));
    const [first, second] = await fake.clock.drive(submissions);
    expect(first).toMatchObject({ skipped: 'the run was interrupted before it ended', failure: undefined });
    expect(second).toMatchObject({ skipped: 'the run was interrupted before it began', startedAt: undefined });
    expect(fake.log.filter((line) => line.startsWith('the stack'))).toEqual(['the stack starts', 'the stack stops']);
    expect(fake.run.close(2_000).slice(-2)).toMatchObject([
      { type: 'run-interrupted', reason: 'stopped by SIGINT' },
      { type: 'run-ended', wallMs: 2_000 },
    ]);
  });

  it('takes a lifting that it cut off for no failure', async () => {
    await using fake = await fakeRun();
    const lifting = Promise.withResolvers<undefined>();
    const cutOff = fakeFault(fake.log, {
      inject: async () =>
        await Promise.resolve({
          from: 0,
          proof: 'gone',
          [Symbol.asyncDispose]: async () => {
            lifting.resolve(undefined);
            await fake.clock.sleep(60_000, fake.stop.signal);
          },
        }),
    });
    const submitting = fake.run.submit(planned(cutOff));
    const driving = fake.clock.drive(submitting);
    await lifting.promise;
    fake.stop.abort(new HarnessError('INTERRUPTED', { what: 'stopped by SIGINT' }));
    expect(await driving).toMatchObject({
      skipped: 'the run was interrupted before it ended',
      failure: undefined,
    });
  });

  it('lets a drill that had ended keep what came of it', async () => {
    await using fake = await fakeRun();
    const record = await fake.clock.drive(fake.run.submit(planned(fakeFault(fake.log))));
    fake.stop.abort(new HarnessError('INTERRUPTED', { what: 'stopped by SIGINT' }));
    expect(record).toMatchObject({ skipped: undefined, failure: undefined });
    expect(fake.run.close(2_000).map(({ type }) => type)).not.toContain('drill-skipped');
  });
});

import { describe, expect, it } from 'vitest';
import type { Observer, RunEvent } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { plan, seen } from './testing/events.ts';
import { fakeFault, fakeRun, planned, receiver, type FakeRun } from './testing/fake-run.ts';

const phasesOf = (events: readonly RunEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'phase' ? [event.phase] : []));
const atOf = (events: readonly RunEvent[], isIt: (event: RunEvent) => boolean): number => events.find(isIt)!.at;
const isStage = (stage: string) => (event: RunEvent) => event.type === 'fault' && event.stage === stage;
const isPhase = (phase: string) => (event: RunEvent) => event.type === 'phase' && event.phase === phase;
const submit = async ({ clock, run }: FakeRun, ...args: Parameters<typeof planned>) =>
  await clock.drive(run.submit(planned(...args)));

describe('a drill', () => {
  it('goes through its phases in order, and undoes everything in reverse', async () => {
    await using fake = await fakeRun();
    const drill = planned(fakeFault(fake.log));
    const record = await fake.clock.drive(
      fake.run.submit({ ...drill, drill: { ...drill.drill, trafficPerSecond: 4 } }),
    );
    expect(phasesOf(fake.events)).toEqual(['start', 'steady', 'fault', 'recovery', 'settle', 'collect', 'undo']);
    expect(fake.log).toEqual([
      'the stack starts',
      'sink watches',
      'rules-api watches',
      'traffic of 4 a second begins',
      'the fault is injected',
      'the fault is lifted',
      'rules-api collects 11500 ms',
      'the maximum of Down',
      'the traffic ends',
      'rules-api stops watching',
      'sink stops watching',
      'the stack stops',
    ]);
    expect(record).toMatchObject({
      failure: undefined,
      skipped: undefined,
      machine: { missedEvaluations: 2 },
    });
    expect(fake.events.at(-1)).toMatchObject({ type: 'drill-ended' });
  });

  it('journals the stages of its fault, with the proof and the moment that the fault gives', async () => {
    await using fake = await fakeRun();
    const { fault } = await submit(fake, fakeFault(fake.log));
    const effective = atOf(fake.events, isStage('effective'));
    expect(fault).toMatchObject({ title: 'it is killed', proof: 'gone', effective, from: effective - 5 });
    expect(fault?.requested).toBeLessThanOrEqual(effective);
    expect(fault?.removed).toBeGreaterThanOrEqual(fault!.removing!);
  });

  it('lifts the fault once the alert was notified, then waits for its resolution and the quiet tail', async () => {
    await using fake = await fakeRun();
    await submit(fake, fakeFault(fake.log));
    const began = atOf(fake.events, isPhase('steady'));
    // Notified at 3 s and resolved at 9 s after the watch began, each found by a look every 25 ms.
    expect(atOf(fake.events, isStage('removing'))).toBe(began + 3_000);
    expect(atOf(fake.events, isPhase('settle'))).toBe(began + 9_000);
    expect(atOf(fake.events, isPhase('collect'))).toBe(began + 9_000 + 2_500);
  });

  it('goes on when nothing is notified for as long as may be waited, and leaves the judgement to the verdict', async () => {
    await using fake = await fakeRun({ parts: (log) => ({ observers: [receiver(log, 90_000, 91_000)] }) });
    const record = await submit(fake, fakeFault(fake.log));
    const began = atOf(fake.events, isStage('effective'));
    expect(atOf(fake.events, isStage('removing'))).toBe(began + 5_000);
    // Nothing is open at the receiver, so there is no resolution to wait for.
    expect(atOf(fake.events, isPhase('settle'))).toBe(began + 5_000);
    expect(record.failure).toBeUndefined();
  });

  it.each([
    { againMs: 2_000, waitedMs: 5_000 + 2_000 },
    { againMs: 60_000, waitedMs: 5_000 + 5_000 },
    { againMs: 0, waitedMs: 5_000 },
  ])('waits on for $againMs ms by which an alert began again, up to its time twice', async ({ againMs, waitedMs }) => {
    const beginsAgain: Observer = {
      name: 'rules-api',
      watch: ({ drill, clock, emit }) => {
        for (const when of [clock.now(), clock.now() + againMs]) emit(seen(drill, 'rules-api', 'pending', when));
        return { [Symbol.asyncDispose]: async () => await Promise.resolve() };
      },
    };
    await using fake = await fakeRun({ parts: (log) => ({ observers: [receiver(log, 90_000, 91_000), beginsAgain] }) });
    const expectations = [
      { alertname: 'Down', behaviour: 'fires-and-clears', timed: true, form: 'documented' } as const,
    ];
    await submit(fake, fakeFault(fake.log), { plan: plan('a/a', { expectations }) });
    expect(atOf(fake.events, isStage('removing')) - atOf(fake.events, isStage('effective'))).toBe(waitedMs);
  });

  it('waits for a resolution no longer than it may', async () => {
    await using fake = await fakeRun({ parts: (log) => ({ observers: [receiver(log, 3_000, 91_000)] }) });
    const record = await submit(fake, fakeFault(fake.log));
    expect(atOf(fake.events, isPhase('settle')) - atOf(fake.events, isStage('removed'))).toBe(10_000);
    expect(record.failure).toBeUndefined();
  });

  it('waits for a companion that must fire beside it', async () => {
    await using fake = await fakeRun();
    const companions = { must: ['Slow'], may: [] };
    await submit(fake, fakeFault(fake.log), { plan: plan('a/a', { companions }) });
    expect(atOf(fake.events, isStage('removing')) - atOf(fake.events, isStage('effective'))).toBe(5_000);
  });

  it('watches silence for exactly as long as planned, from the fault', async () => {
    await using fake = await fakeRun({ parts: (log) => ({ observers: [receiver(log, 90_000, 91_000)] }) });
    const expectations = [{ alertname: 'Down', behaviour: 'silent', timed: true, form: 'documented' } as const];
    await submit(fake, fakeFault(fake.log), {
      plan: plan('a/a', { expectations }),
      waits: { notifiedMs: 0, watchMs: 7_300, resolvedMs: 0, quietTailMs: 0 },
    });
    expect(atOf(fake.events, isStage('removing')) - atOf(fake.events, isStage('effective'))).toBe(7_300);
  });

  it('lifts a held fault when its time is over, and only once, and watches on', async () => {
    await using fake = await fakeRun({ parts: (log) => ({ observers: [receiver(log, 90_000, 91_000)] }) });
    const expectations = [{ alertname: 'Down', behaviour: 'pending-only', timed: true, form: 'documented' } as const];
    await submit(fake, undefined, {
      plan: plan('a/a', { expectations }),
      disturbance: { fault: fakeFault(fake.log), crossing: [], drain: [], holdMs: 400 },
      waits: { notifiedMs: 0, watchMs: 7_300, resolvedMs: 0, quietTailMs: 0 },
    });
    const effective = atOf(fake.events, isStage('effective'));
    expect(atOf(fake.events, isStage('removing'))).toBe(effective + 400);
    expect(atOf(fake.events, isPhase('recovery'))).toBe(effective + 7_300);
    expect(fake.log.filter((line) => line === 'the fault is lifted')).toHaveLength(1);
  });

  it('asks of its steady state two scrapes, or as many as its disturbance wants', async () => {
    const asked: number[] = [];
    await using fake = await fakeRun({
      parts: () => ({
        steady: async (_, __, scrapes) => {
          asked.push(scrapes);
          return await Promise.resolve({ ready: true, detail: 'up is 1' });
        },
      }),
    });
    const fault = fakeFault(fake.log);
    await submit(fake, fault);
    const disturbance = { fault, crossing: [], drain: [], steadyScrapes: 7 };
    await submit(fake, fault, { plan: plan('a/b'), disturbance });
    expect(asked).toEqual([2, 7]);
  });

  it('needs no fault', async () => {
    await using fake = await fakeRun();
    const record = await submit(fake, undefined);
    expect(record.fault ?? record.failure ?? record.logs).toBeUndefined();
  });
});

describe('a drill that fails', () => {
  const failing = (code: ConstructorParameters<typeof HarnessError>[0]) => async (): Promise<never> =>
    await Promise.reject(new HarnessError(code, { what: 'it went wrong' }));

  it('says that its fault had no effect, with the last lines of the subject, and still undoes everything', async () => {
    await using fake = await fakeRun();
    const { failure, logs } = await submit(fake, fakeFault(fake.log, { inject: failing('FAULT_INEFFECTIVE') }));
    expect(failure).toEqual({ code: 'FAULT_INEFFECTIVE', message: 'it went wrong' });
    expect(logs).toEqual([{ program: 'shop', tail: 'the last 40 lines' }]);
    expect(fake.log.slice(-3)).toEqual(['rules-api stops watching', 'sink stops watching', 'the stack stops']);
    expect(phasesOf(fake.events)).toEqual(['start', 'steady', 'fault', 'undo']);
  });

  it('calls what no HarnessError names a defect of the harness', async () => {
    await using fake = await fakeRun();
    const inject = async (): Promise<never> => await Promise.reject(new TypeError('x is undefined'));
    const { failure } = await submit(fake, fakeFault(fake.log, { inject }));
    expect(failure).toMatchObject({ code: 'INTERNAL', message: 'a/a could not be run; got x is undefined' });
  });

  it('says that its stack did not start, having nothing to undo', async () => {
    await using fake = await fakeRun({ start: failing('PROCESS_EXITED') });
    const { failure, endedAt } = await submit(fake, fakeFault(fake.log));
    expect(failure?.code).toBe('PROCESS_EXITED');
    expect(endedAt).toBeDefined();
    expect(fake.log).toEqual(['the stack starts']);
  });

  it('does not begin its fault before the system is steady, and says what kept it', async () => {
    const steady = async () => await Promise.resolve({ ready: false, detail: 'up has no series' });
    await using fake = await fakeRun({ parts: () => ({ steady }) });
    const { failure, fault } = await submit(fake, fakeFault(fake.log));
    expect(failure).toMatchObject({
      code: 'STEADY_STATE',
      message: 'the system was not healthy before the fault; got up has no series',
    });
    expect(fault).toBeUndefined();
    expect(atOf(fake.events, isPhase('undo')) - atOf(fake.events, isPhase('steady'))).toBe(45_000 + 2 * 250);
  });

  it('sends the requests of every path from steady state to the end', async () => {
    await using fake = await fakeRun();
    const drill = planned(fakeFault(fake.log));
    const requests = [
      { path: '/a', perSecond: 1 },
      { path: '/b', perSecond: 20 },
    ];
    await fake.clock.drive(fake.run.submit({ ...drill, drill: { ...drill.drill, requests } }));
    expect(fake.log.slice(3, 6)).toEqual([
      '1 requests a second to http://127.0.0.1:9/a begins',
      '20 requests a second to http://127.0.0.1:9/b begins',
      'the fault is injected',
    ]);
    expect(fake.log.filter((line) => line === 'the traffic ends')).toHaveLength(2);
  });

  it('is not steady while its traffic is not accepted', async () => {
    await using fake = await fakeRun({
      parts: () => ({
        startTraffic: () => ({
          counts: () => ({ sent: 10, accepted: 1 }),
          [Symbol.asyncDispose]: async () => await Promise.resolve(),
        }),
      }),
    });
    const drill = planned(fakeFault(fake.log));
    const { failure } = await fake.clock.drive(
      fake.run.submit({ ...drill, drill: { ...drill.drill, trafficPerSecond: 4 } }),
    );
    expect(failure).toMatchObject({
      code: 'STEADY_STATE',
      message: expect.stringContaining('no traffic accepted') as string,
    });
  });

  it('is errored when an observer cannot collect', async () => {
    const blind = { name: 'alerts-series', collect: failing('OBSERVER_UNREACHABLE') } as const;
    await using fake = await fakeRun({ parts: (log) => ({ observers: [receiver(log), blind] }) });
    const { failure, machine } = await submit(fake, fakeFault(fake.log));
    expect(failure?.code).toBe('OBSERVER_UNREACHABLE');
    expect(machine).toBeUndefined();
    expect(fake.log.at(-1)).toBe('the stack stops');
  });

  it('lifts a fault that is in effect when a later step fails', async () => {
    const watching = receiver([], 90_000, 91_000);
    await using fake = await fakeRun({ parts: () => ({ observers: [watching] }) });
    const submitting = fake.run.submit(planned(fakeFault(fake.log)));
    await fake.clock.advance(1_000);
    fake.stop.abort(new HarnessError('INTERRUPTED', { what: 'SIGINT' }));
    await fake.clock.drive(submitting);
    expect(fake.log.slice(-3)).toEqual(['the fault is injected', 'the fault is lifted', 'the stack stops']);
    expect(fake.events.filter(isStage('removed'))).toHaveLength(1);
  });
});

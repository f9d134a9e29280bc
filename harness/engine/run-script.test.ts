import { describe, expect, it } from 'vitest';
import type { DeliverySpec, ScriptedDrill } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import type { PlannedScript } from './planned-drill.ts';
import { plan } from './testing/events.ts';
import { fakeDeliveries, fakeDelivery, plannedDelivery, shape } from './testing/fake-delivery.ts';
import { fakeMonitoring, fakeRun, type FakeRun } from './testing/fake-run.ts';

const planned = (script: ScriptedDrill['script']): PlannedScript => ({
  plan: plan('routing/a', { steps: ['it arrives'] }),
  spec: { drill: 'routing/a', alertmanager: '', path: '', sinks: {}, members: 1, seed: 1 },
  script,
  weight: { cpu: 1, memoryMb: 100 },
});
const submit = async ({ clock, run }: FakeRun, script: ScriptedDrill['script']) =>
  await clock.drive(run.submit(planned(script)));
const fact = { name: 'it arrives', expected: 'notified', got: 'nothing' };

describe('a scripted drill', () => {
  it('records the facts of its steps, with the speed and the allowance of its plan', async () => {
    await using fake = await fakeRun({ monitoring: fakeMonitoring });
    const record = await submit(fake, async ({ record: note, speed, allowanceMs }) => {
      fake.log.push(`×${speed}, ${allowanceMs} ms`);
      note(fact);
      await Promise.resolve();
    });
    expect(record).toMatchObject({ steps: [fact], failure: undefined, machine: { stallMs: 0 } });
    expect(record.phases.map(({ phase }) => phase)).toEqual(['start', 'steady', 'collect', 'undo']);
    expect(fake.log).toEqual(['×60, 1500 ms', 'the stack stops']);
  });

  it('waits until what it waits for holds, and no longer than it may', async () => {
    await using fake = await fakeRun({ monitoring: fakeMonitoring });
    const { clock, log } = fake;
    await submit(fake, async ({ until }) => {
      const began = clock.now();
      const tell = (holds: boolean): void => void log.push(`${holds} after ${clock.now() - began} ms`);
      tell(await until(() => clock.now() >= began + 100, 1_000));
      tell(await until(() => false, 1_000));
    });
    expect(log.slice(0, 2)).toEqual(['true after 100 ms', 'false after 1100 ms']);
  });

  it('fails by what its script throws, also while it waits, and keeps what it had recorded', async () => {
    await using fake = await fakeRun({ monitoring: fakeMonitoring });
    const record = await submit(fake, async ({ record: note, until }) => {
      note(fact);
      await until(() => {
        throw new Error('Alertmanager has gone');
      }, 1_000);
    });
    expect(record.steps).toEqual([fact]);
    expect(record.failure?.message).toContain('Alertmanager has gone');
    expect(record.logs).toEqual([{ program: 'alertmanager 0', tail: 'the last 40 lines' }]);
    expect(fake.log).toEqual(['the stack stops']);
  });

  it('ends what its script began and left running', async () => {
    await using fake = await fakeRun({ monitoring: fakeMonitoring });
    await submit(fake, async ({ signal }) => {
      const over = (): void => void fake.log.push('the script is over');
      signal.addEventListener('abort', over);
      await Promise.resolve();
    });
    expect(fake.log).toEqual(['the script is over', 'the stack stops']);
  });

  it('is skipped where no monitors can be had, and where the run is interrupted', async () => {
    await using without = await fakeRun();
    const neverRun = async (): Promise<void> => await Promise.reject(new Error('it ran'));
    expect((await submit(without, neverRun)).skipped).toBe('the environment local has no monitors');
    await using fake = await fakeRun({ monitoring: fakeMonitoring, parts: () => ({ holds: () => false }) });
    const record = await submit(fake, async ({ until }) => {
      fake.stop.abort(new Error('enough'));
      await until(() => false, 60_000);
    });
    expect(record).toMatchObject({ skipped: 'the run was interrupted before it ended', failure: undefined });
    expect(record.logs).toBeUndefined();
    expect(fake.log).toEqual(['the stack stops']);
  });
});

describe('a drill of deliveries', () => {
  const run = async ({ clock, run: open }: FakeRun, ...args: Parameters<typeof plannedDelivery>) =>
    await clock.drive(open.submit(plannedDelivery(...args)));

  it('runs its script on the stack of its plan and records what it found', async () => {
    const specs: DeliverySpec[] = [];
    await using fake = await fakeDeliveries({
      delivery: async (log, spec) => {
        specs.push(spec);
        return await Promise.resolve(fakeDelivery(log));
      },
    });
    const record = await run(fake, async ({ record: note, stack, speed, allowanceMs }) => {
      fake.log.push(`${stack.replicas.length} replicas, ×${speed}, ${allowanceMs} ms`);
      note(fact);
      await Promise.resolve();
    });
    expect(specs).toEqual([plannedDelivery(async () => await Promise.resolve()).delivery]);
    expect(record).toMatchObject({ steps: [fact], failure: undefined, machine: { stallMs: 0 } });
    expect(record.phases.map(({ phase }) => phase)).toEqual(['start', 'steady', 'collect', 'undo']);
    expect(fake.log).toEqual(['2 replicas, ×60, 1500 ms', 'the stack stops']);
  });

  it('fails by what its script throws, with the last lines of each replica', async () => {
    await using fake = await fakeDeliveries();
    const { failure, machine, logs } = await run(fake, async ({ load }) => {
      await load(shape);
      throw new HarnessError('FAULT_INEFFECTIVE', { what: 'nobody noticed' });
    });
    expect(failure).toEqual({ code: 'FAULT_INEFFECTIVE', message: 'nobody noticed' });
    expect(logs).toEqual([
      { program: 'replica 0', tail: 'the last 40 lines' },
      { program: 'replica 1', tail: 'its log cannot be read: its node is gone' },
    ]);
    expect(machine).toBeDefined();
    expect(fake.log).toEqual(['load 1 begins', 'load 1 ends', 'the stack stops']);
  });

  it('fails where its stack does not start, having run nothing', async () => {
    const error = new HarnessError('PROCESS_EXITED', { what: 'replica 0 ended' });
    await using fake = await fakeDeliveries({ delivery: async () => await Promise.reject(error) });
    const record = await run(fake, async () => await Promise.resolve(void fake.log.push('it ran')));
    expect(record.failure).toMatchObject({ code: 'PROCESS_EXITED', message: 'replica 0 ended' });
    expect(record.endedAt).toBeDefined();
    expect(fake.log).toEqual([]);
  });

  it('ends what its script began and left running before its stack stops', async () => {
    await using fake = await fakeDeliveries();
    await run(fake, async ({ signal, load }) => {
      await load(shape);
      signal.addEventListener('abort', () => void fake.log.push('the script is over'));
    });
    expect(fake.log).toEqual(['load 1 begins', 'load 1 ends', 'the script is over', 'the stack stops']);
  });

  it('is skipped where anything that it needs cannot be had', async () => {
    await using fake = await fakeDeliveries();
    const script = async (): Promise<void> => await Promise.resolve(void fake.log.push('it ran'));
    const record = await run(fake, script, { needs: ['replicas', 'database', 'tool:k6'] });
    expect(record.skipped).toBe('the environment local has no database, tool:k6');
    expect(fake.log).toEqual([]);
  });

  it('is skipped where the run is interrupted, and ends its load', async () => {
    await using fake = await fakeDeliveries();
    const record = await run(fake, async ({ load, clock, signal }) => {
      await load(shape);
      fake.stop.abort(new Error('enough'));
      await clock.sleep(60_000, signal);
    });
    expect(record).toMatchObject({ skipped: 'the run was interrupted before it ended', failure: undefined });
    expect(fake.log).toEqual(['load 1 begins', 'load 1 ends', 'the stack stops']);
  });
});

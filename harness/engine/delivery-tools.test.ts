import { describe, expect, it } from 'vitest';
import type { Account, DeliveryContext, DrillRecord, TargetedFault } from '../contract/index.ts';
import type { FakeClock } from '../core/testing/fake-clock.ts';
import type { LoadOptions } from './parts.ts';
import { fakeDeliveries, fakeLoads, plannedDelivery, shape } from './testing/fake-delivery.ts';
import type { FakeRun } from './testing/fake-run.ts';

const run = async (
  fake: FakeRun,
  script: (context: DeliveryContext) => Promise<void>,
  change: Parameters<typeof plannedDelivery>[1] = {},
): Promise<DrillRecord> => await fake.clock.drive(fake.run.submit(plannedDelivery(script, change)));
const options = { name: 'deliveries', sink: 'webhook', drainMs: 30_000, allowance: { lost: 0 } };

/** A fault that takes a second to take effect and another to be lifted. */
const outage = (log: string[], clock: FakeClock, title = 'the sink is down'): TargetedFault => ({
  title,
  inject: async (signal) => {
    log.push(`${title} is injected`);
    await clock.sleep(1_000, signal);
    const lift = async (): Promise<void> => {
      await clock.sleep(1_000);
      log.push(`${title} is lifted`);
    };
    return { from: clock.now() - 5, proof: 'connections are refused', [Symbol.asyncDispose]: lift };
  },
});

describe('the shape and the seed that a script is given', () => {
  it('are those that are planned', async () => {
    await using fake = await fakeDeliveries();
    const seen: unknown[] = [];
    await run(fake, async (context) => {
      seen.push(context.shape(), context.seed);
      await Promise.resolve();
    });
    expect(seen).toEqual([shape, 7]);
  });

  it('are an error of the drill where it plans no load', async () => {
    await using fake = await fakeDeliveries();
    const script = async (context: DeliveryContext) => await Promise.resolve(void context.shape());
    const { failure } = await run(fake, script, { shape: undefined });
    expect(failure).toMatchObject({ code: 'DRILL_INVALID', message: expect.stringContaining('slo/a') as string });
  });
});

describe('a load of a script', () => {
  it('is sent to where the system takes alerts, in the name of the drill', async () => {
    const started: LoadOptions[] = [];
    await using fake = await fakeDeliveries({
      parts: (log) => {
        const { startLoad, ...rest } = fakeLoads(log);
        return { ...rest, startLoad: async (load) => (started.push(load), await startLoad(load)) };
      },
    });
    const fast = { ...shape, alertsPerSecond: 400 };
    const seen: unknown[] = [];
    await run(fake, async (context) => {
      const load = await context.load(fast);
      seen.push(load.shape, context.stack, context.signal);
    });
    const [options] = started;
    expect(started).toMatchObject([{ shape: fast, drill: 'slo/a', index: 1, ingestPath: '/alerts', seed: 7 }]);
    expect(seen).toEqual([fast, options?.stack, options?.signal]);
    expect(options?.signal.aborted).toBe(true);
  });

  it('differs from the one before, and ends with the drill, the last first', async () => {
    await using fake = await fakeDeliveries();
    await run(fake, async (context) => {
      await context.load(shape);
      await context.load(shape);
      fake.log.push('the script is over');
    });
    expect(fake.log).toEqual([
      'load 1 begins',
      'load 2 begins',
      'the script is over',
      'load 2 ends',
      'load 1 ends',
      'the stack stops',
    ]);
  });
});

describe('a fault of a script', () => {
  it('is journalled with each of its stages, and lifted when the script says so', async () => {
    await using fake = await fakeDeliveries();
    const { clock, log } = fake;
    const began = clock.now();
    const { faults, failure } = await run(fake, async ({ inject }) => {
      const fault = await inject(outage(log, clock));
      await clock.sleep(3_000);
      await fault[Symbol.asyncDispose]();
      log.push('the script goes on');
    });
    expect(failure).toBeUndefined();
    expect(faults).toEqual([
      {
        title: 'the sink is down',
        proof: 'connections are refused',
        requested: began,
        from: began + 995,
        effective: began + 1_000,
        removing: began + 4_000,
        removed: began + 5_000,
      },
    ]);
    expect(log).toEqual([
      'the sink is down is injected',
      'the sink is down is lifted',
      'the script goes on',
      'the stack stops',
    ]);
  });

  it('is lifted with the drill where the script leaves it, before what was begun earlier ends', async () => {
    await using fake = await fakeDeliveries();
    const { log, clock } = fake;
    const { faults } = await run(fake, async (context) => {
      await context.load(shape);
      await context.inject(outage(log, clock));
      await context.inject(outage(log, clock, 'the disk is full'));
      throw new Error('the script fails');
    });
    expect(log.slice(-4)).toEqual([
      'the disk is full is lifted',
      'the sink is down is lifted',
      'load 1 ends',
      'the stack stops',
    ]);
    expect(faults?.map(({ title, removed }) => [title, removed !== undefined])).toEqual([
      ['the sink is down', true],
      ['the disk is full', true],
    ]);
  });

  it('is requested and no more where it has no effect, and fails the drill', async () => {
    await using fake = await fakeDeliveries();
    const inject = async (): Promise<never> => await Promise.reject(new Error('nothing came this way'));
    const { faults, failure } = await run(fake, async (context) => {
      await context.inject({ title: 'the link is slow', inject });
    });
    expect(failure?.message).toContain('nothing came this way');
    expect(faults).toMatchObject([{ title: 'the link is slow', effective: undefined, removed: undefined }]);
    expect(faults?.[0]?.requested).toBeDefined();
  });

  it('is refused before it is requested where it needs what the environment lacks, and the drill is invalid', async () => {
    await using fake = await fakeDeliveries({ capabilities: ['replicas', 'signals'] });
    const { log, clock } = fake;
    const { faults, failure } = await run(fake, async (context) => {
      await context.inject({ ...outage(log, clock), needs: ['signals', 'small-file-system', 'many-nodes'] });
    });
    expect(failure).toMatchObject({
      code: 'DRILL_INVALID',
      message:
        'slo/a: the fault “the sink is down” cannot be injected: the environment local has no small-file-system, many-nodes; ' +
        '→ have the drill say that it needs small-file-system, many-nodes',
    });
    expect(faults).toBeUndefined();
    expect(log).toEqual(['the stack stops']);
  });

  it('is injected where the environment has all that it needs', async () => {
    await using fake = await fakeDeliveries({ capabilities: ['replicas', 'signals'] });
    const { log, clock } = fake;
    const { faults, failure } = await run(fake, async (context) => {
      await context.inject({ ...outage(log, clock), needs: ['signals'] });
    });
    expect(failure).toBeUndefined();
    expect(faults).toMatchObject([{ title: 'the sink is down', proof: 'connections are refused' }]);
  });
});

describe('an account of a script', () => {
  it('is given and journalled with what it is judged by', async () => {
    await using fake = await fakeDeliveries();
    const objective = { withinMs: 5_000, share: 0.95, confidence: 0.95, minimum: 100 };
    const given: Account[] = [];
    const { accounts } = await run(fake, async (context) => {
      given.push(await context.account(await context.load(shape), { ...options, objective }));
    });
    expect(given).toMatchObject([{ ledger: { counts: { sent: 2_000, delivered: 2_000 } } }]);
    expect(fake.log).toContain('an account at webhook within 30000 ms');
    expect(accounts).toHaveLength(1);
    expect(accounts![0]).toMatchObject({ name: 'deliveries', sink: 'webhook', objective, allowance: { lost: 0 } });
    expect(accounts![0]).toMatchObject({ load: { outcome: 'ended' }, ledger: { counts: { sent: 2_000 } } });
    expect(accounts![0]?.unjudged).toBeUndefined();
  });

  it('is journalled as one that is not judged where the script says so', async () => {
    await using fake = await fakeDeliveries();
    const { accounts } = await run(fake, async (context) => {
      await context.account(await context.load(shape), { ...options, unjudged: true });
    });
    expect(accounts).toMatchObject([{ name: 'deliveries', unjudged: true, objective: undefined }]);
  });

  it('is not journalled where it cannot be given', async () => {
    const account = async (): Promise<never> => await Promise.reject(new Error('k6 was killed'));
    await using fake = await fakeDeliveries({ parts: (log) => ({ ...fakeLoads(log), account }) });
    const { accounts, failure } = await run(fake, async (context) => {
      await context.account(await context.load(shape), options);
    });
    expect(failure?.message).toContain('k6 was killed');
    expect(accounts).toBeUndefined();
  });
});

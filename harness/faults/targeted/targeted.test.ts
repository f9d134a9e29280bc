import { describe, expect, test } from 'vitest';
import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { instantClock } from '../../core/testing/fake-clock.ts';
import { FakeSubject } from '../testing/fault-bench.ts';
import { cutOffReplica } from './cut-off-replica.ts';
import { disturbLink } from './disturb-link.ts';
import { freezeDatabase } from './freeze-database.ts';
import { freezeReplica } from './freeze-replica.ts';
import { killDatabase } from './kill-database.ts';
import { killReplica } from './kill-replica.ts';
import { terminateReplica } from './terminate-replica.ts';

const signal = new AbortController().signal;

/** A stack in memory: replicas 0 and 1 and a database, which heed what is done to them or not. */
const benchOf = ({ heeds = true } = {}) => {
  const logs: string[][] = [[], [], []];
  const programs = logs.map((log) => new FakeSubject({ log, heeds }));
  const replicas = programs.slice(0, 2).map((program, index) => {
    const terminate = async (): Promise<void> => await program.kill();
    return Object.assign(program, { index, terminate });
  });
  const links: unknown[] = [];
  const stack = {
    replicas,
    database: programs[2],
    link: (to: string, replica: number) => ({
      disturb: async (toxic: unknown) => await Promise.resolve(links.push(to, replica, toxic)),
    }),
    clock: instantClock(),
  } as unknown as DeliveryStack;
  return { stack, logs, links };
};

type Made = (stack: DeliveryStack) => TargetedFault;

describe.each<[string, Made, number, string[]]>([
  ['a killed replica', (stack) => killReplica(stack, 1), 1, ['killed', 'restarted']],
  ['a replica asked to finish', (stack) => terminateReplica(stack, 1), 1, ['killed', 'restarted']],
  ['a frozen replica', (stack) => freezeReplica(stack, 0), 0, ['frozen', 'thawed']],
  ['a killed database', (stack) => killDatabase(stack), 2, ['killed', 'restarted']],
  ['a frozen database', (stack) => freezeDatabase(stack), 2, ['frozen', 'thawed']],
])('%s', (_title, faultOf, place, expected) => {
  test('is in effect once the operating system says so, at this one alone, and is undone', async () => {
    const { stack, logs } = benchOf();
    const injected = await faultOf(stack).inject(signal);
    expect(injected.proof).toContain('operating system');
    await injected[Symbol.asyncDispose]();
    expect(logs).toEqual([0, 1, 2].map((index) => (index === place ? expected : [])));
  });

  test('is an error when nothing comes of it', async () => {
    const { stack } = benchOf({ heeds: false });
    await expect(faultOf(stack).inject(signal)).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
  });
});

test('a link is disturbed as asked', async () => {
  const { stack, links } = benchOf();
  await disturbLink(stack, { to: 'database', replica: 1, toxic: { kind: 'down' } }).inject(signal);
  expect(links).toEqual(['database', 1, { kind: 'down' }]);
});

test('a replica is off the network until that is undone, and only where the environment can', async () => {
  const { stack, logs } = benchOf();
  await expect(cutOffReplica(stack, 1).inject(signal)).rejects.toMatchObject({ code: 'DRILL_INVALID' });
  const [, replica] = stack.replicas;
  const connect = async (): Promise<void> => await Promise.resolve(void logs[1]?.push('connected'));
  const cutOff = async (): Promise<AsyncDisposable> => {
    logs[1]?.push('cut off');
    return await Promise.resolve({ [Symbol.asyncDispose]: connect });
  };
  Object.assign(replica!, { cutOff });
  const injected = await cutOffReplica(stack, 1).inject(signal);
  expect(injected.proof).toBe('its engine has it on no network');
  expect(logs).toEqual([[], ['cut off'], []]);
  await injected[Symbol.asyncDispose]();
  expect(logs).toEqual([[], ['cut off', 'connected'], []]);
});

test('a part that is not there makes the drill invalid', () => {
  const { stack } = benchOf();
  expect(() => killReplica(stack, 2)).toThrow(expect.objectContaining({ code: 'DRILL_INVALID' }) as Error);
  expect(() => killDatabase({ ...stack, database: undefined } as unknown as DeliveryStack)).toThrow(
    expect.objectContaining({ code: 'DRILL_INVALID' }) as Error,
  );
});

import { describe, expect, test } from 'vitest';
import type { Fault, Stack } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { freezeSubject } from './freeze-subject.ts';
import { killSubject } from './kill-subject.ts';
import { removeSubject } from './remove-subject.ts';
import { contextOf, FakeSubject } from './testing/fault-bench.ts';

describe.each([
  ['a kill', killSubject(), 'exited', ['killed', 'restarted']],
  ['a freeze', freezeSubject(), 'stopped', ['frozen', 'thawed']],
] as const)('%s', (_, fault: Fault, state, log) => {
  test('is in effect once the subject is seen to be there no more, and is undone', async () => {
    const subject = new FakeSubject();
    const context = contextOf({ subject });
    const before = context.clock.now();
    const injected = await fault.inject(context);
    expect(await subject.state()).toBe(state);
    expect(injected).toMatchObject({ from: before, proof: expect.stringContaining('operating system') as string });
    await injected[Symbol.asyncDispose]();
    expect(await subject.state()).toBe('running');
    expect(subject.log).toEqual(log);
  });

  test('is an error when the subject runs on', async () => {
    const subject = new FakeSubject({ heeds: false });
    await expect(fault.inject(contextOf({ subject }))).rejects.toMatchObject({
      code: 'FAULT_INEFFECTIVE',
      message: expect.stringContaining('got running') as string,
    });
  });

  test('explains the scrapes that fail', () => {
    expect(fault).toMatchObject({ breaksScrapes: true, needs: expect.arrayContaining(['signals']) as string[] });
  });
});

describe('a removal', () => {
  /** A stack that takes the target out, or can not. */
  const removal = ({ drops = true, heeds = true } = {}) => {
    const log: string[] = [];
    const subject = new FakeSubject({ log, heeds });
    const withdrawTarget: Stack['withdrawTarget'] = async () => {
      if (!drops) throw new HarnessError('FAULT_INEFFECTIVE', { what: 'Prometheus still scrapes the target' });
      log.push('withdrawn');
      const listAgain = async (): Promise<void> => await Promise.resolve(void log.push('listed again'));
      return await Promise.resolve({ [Symbol.asyncDispose]: listAgain });
    };
    return { log, stack: { subject, withdrawTarget } };
  };

  test('kills once the target is withdrawn, and lists it again once it is back', async () => {
    const { log, stack } = removal();
    const injected = await removeSubject().inject(contextOf(stack));
    expect(log).toEqual(['withdrawn', 'killed']);
    await injected[Symbol.asyncDispose]();
    expect(log).toEqual(['withdrawn', 'killed', 'restarted', 'listed again']);
  });

  test('is an error, and kills nothing, when the target can not be withdrawn', async () => {
    const { log, stack } = removal({ drops: false });
    await expect(removeSubject().inject(contextOf(stack))).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    expect(log).toEqual([]);
  });

  test('is an error when the subject runs on', async () => {
    const { log, stack } = removal({ heeds: false });
    await expect(removeSubject().inject(contextOf(stack))).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    expect(log).toEqual(['withdrawn', 'killed', 'listed again']);
  });
});

import { describe, expect, test } from 'vitest';
import type { Fault, Stack } from '../contract/index.ts';
import { serveAnswers } from '../observers/testing/answers.ts';
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
  const path = '/api/v1/targets';
  const targets = (...hosts: readonly string[]): string =>
    JSON.stringify({ data: { activeTargets: hosts.map((host) => ({ scrapeUrl: `http://${host}/metrics` })) } });

  /** A stack whose Prometheus drops the target when it is withdrawn, or keeps it. */
  const removal = async ({ drops = true, heeds = true } = {}) => {
    const log: string[] = [];
    const subject = new FakeSubject({ log, heeds });
    const { host } = new URL(subject.url);
    const prometheus = await serveAnswers({ [path]: targets('127.0.0.1:7', host) });
    const withdrawTarget: Stack['withdrawTarget'] = async () => {
      log.push('withdrawn');
      if (drops) prometheus.answers = { [path]: targets('127.0.0.1:7') };
      const listAgain = async (): Promise<void> => await Promise.resolve(void log.push('listed again'));
      return await Promise.resolve({ [Symbol.asyncDispose]: listAgain });
    };
    const stack = { subject, prometheusUrl: prometheus.url, withdrawTarget };
    return { log, stack, [Symbol.asyncDispose]: async () => await prometheus[Symbol.asyncDispose]() };
  };

  test('kills once Prometheus has dropped the target, and lists it again once it is back', async () => {
    await using bench = await removal();
    const { log, stack } = bench;
    const injected = await removeSubject().inject(contextOf(stack));
    expect(log).toEqual(['withdrawn', 'killed']);
    await injected[Symbol.asyncDispose]();
    expect(log).toEqual(['withdrawn', 'killed', 'restarted', 'listed again']);
  });

  test('is an error, and kills nothing, when Prometheus keeps the target', async () => {
    await using bench = await removal({ drops: false });
    const { log, stack } = bench;
    await expect(removeSubject().inject(contextOf(stack))).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    expect(log).toEqual(['withdrawn', 'listed again']);
  });

  test('is an error when the subject runs on', async () => {
    await using bench = await removal({ heeds: false });
    const { log, stack } = bench;
    await expect(removeSubject().inject(contextOf(stack))).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    expect(log).toEqual(['withdrawn', 'killed', 'listed again']);
  });

  test('lists the target again when the run is interrupted meanwhile', async () => {
    await using bench = await removal({ drops: false });
    const { log, stack } = bench;
    const reason = new Error('interrupted');
    const injecting = removeSubject().inject(contextOf(stack, { signal: AbortSignal.abort(reason) }));
    await expect(injecting).rejects.toBe(reason);
    expect(log).toEqual(['withdrawn', 'listed again']);
  });
});

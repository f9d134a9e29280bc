import { describe, expect, test } from 'vitest';
import { freezeSubject } from './freeze-subject.ts';
import { killSubject } from './kill-subject.ts';
import { fakeSubject } from './testing/fake-subject.ts';
import { together } from './together.ts';

test.each([
  ['a kill', killSubject, ['kill'], ['restart']],
  ['a freeze', freezeSubject, ['freeze'], ['thaw']],
] as const)('%s is undone by its opposite, and no sooner', async (_, fault, injected, undone) => {
  const { context, done } = fakeSubject({});
  const handle = await fault().inject(context);
  expect(done).toEqual(injected);
  await handle[Symbol.asyncDispose]();
  expect(done).toEqual([...injected, ...undone]);
});

test('a kill that leaves the process there had no effect', async () => {
  const { context } = fakeSubject({ state: 'running' });
  await expect(killSubject().inject(context)).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
});

describe('faults together', () => {
  test('are injected in order and undone in reverse, with what each asks of an environment', async () => {
    const { context, done } = fakeSubject({});
    const both = together('frozen, then killed', [freezeSubject(), killSubject()]);
    expect([both.kind, both.needs]).toEqual(['process-freeze+process-kill', ['signals', 'signals', 'restart']]);
    await (await both.inject(context))[Symbol.asyncDispose]();
    expect(done).toEqual(['freeze', 'kill', 'restart', 'thaw']);
  });

  test('are all undone where a later one has no effect', async () => {
    const { context, done } = fakeSubject({ state: 'running' });
    const both = together('frozen, then killed', [freezeSubject(), killSubject()]);
    await expect(both.inject(context)).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    expect(done).toEqual(['freeze', 'kill', 'thaw']);
  });
});

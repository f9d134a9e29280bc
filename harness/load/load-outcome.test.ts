import { expect, test } from 'vitest';
import { loadOutcome, worstOutcome } from './load-outcome.ts';

test.each([
  ['exit status 0', 'ended'],
  ['exit status 99', 'threshold'],
  ['exit status 104', 'script-error'],
  ['exit status 105', 'aborted'],
  ['exit status 107', 'script-error'],
  ['exit status 108', 'script-error'],
  ['exit status 109', 'failed'],
  ['exit status 255', 'failed'],
  ['signal SIGKILL', 'failed'],
])('takes %s for %s', (how, kind) => {
  expect(loadOutcome(how, '')).toMatchObject({ kind });
});

test('says with what last lines k6 failed', () => {
  expect(loadOutcome('exit status 107', 'ReferenceError: x')).toMatchObject({
    error: { code: 'LOAD_FAILED', message: expect.stringContaining('ReferenceError: x') as string },
  });
});

test('gives the worst outcome of all processes', () => {
  const kindOf = (...how: string[]) => worstOutcome(how.map((each) => loadOutcome(each, ''))).kind;
  expect(kindOf('exit status 0', 'exit status 0')).toBe('ended');
  expect(kindOf('exit status 0', 'exit status 99')).toBe('threshold');
  expect(kindOf('exit status 105', 'exit status 99')).toBe('aborted');
  expect(kindOf('exit status 105', 'signal SIGKILL', 'exit status 107')).toBe('failed');
});

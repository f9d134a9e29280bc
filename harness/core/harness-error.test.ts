import { describe, expect, it } from 'vitest';
import { asHarnessError, HarnessError, messageOf } from './harness-error.ts';

describe('HarnessError', () => {
  it('says what, where, expected, got and what to do next, in this order', () => {
    const cause = new Error('EACCES');
    const details = { what: 'no key', where: 'a.yml:3:5', expected: 'expr', got: 'exp', next: 'mend it', cause };
    const error = new HarnessError('RULES_INVALID', details);
    expect(error.message).toBe('a.yml:3:5: no key; expected expr; got exp; → mend it');
    expect(error).toMatchObject({ name: 'HarnessError', code: 'RULES_INVALID', kind: 'input', details, cause });
  });

  it('leaves out what is not known', () => {
    expect(new HarnessError('TIMEOUT', { what: 'the port' }).message).toBe('the port');
    expect(new HarnessError('TIMEOUT', { what: 'the port', got: '' }).message).toBe('the port; got ');
  });

  it.each([
    ['USAGE', 'input'],
    ['TIMEOUT', 'surroundings'],
    ['INTERRUPTED', 'interrupted'],
  ] as const)('%s is of the kind %s', (code, kind) => {
    expect(new HarnessError(code, { what: 'it' }).kind).toBe(kind);
  });
});

describe('asHarnessError', () => {
  it('gives a HarnessError as it is', () => {
    const error = new HarnessError('TIMEOUT', { what: 'the port' });
    expect(asHarnessError(error, 'INTERNAL', 'the drill')).toBe(error);
  });

  it('wraps anything else under the code and keeps it as the cause', () => {
    const cause = new TypeError('x is not a function');
    const wrapped = asHarnessError(cause, 'INTERNAL', 'the drill');
    expect(wrapped).toMatchObject({ code: 'INTERNAL', message: 'the drill; got x is not a function', cause });
    expect(asHarnessError('no reason', 'UNDO_FAILED', 'the stack').message).toBe('the stack; got no reason');
  });
});

describe('messageOf', () => {
  it('gives the message of an error and anything else as text', () => {
    expect([messageOf(new Error('broken')), messageOf('text'), messageOf(undefined)]).toEqual([
      'broken',
      'text',
      'undefined',
    ]);
  });
});

import { expect, test } from 'vitest';
import { watchInterrupt } from './interrupt.ts';

const listeners = (): number[] => (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => process.listenerCount(name));

test('aborts at the first signal, with its name as the reason, and says so', () => {
  const said: string[] = [];
  const before = listeners();
  {
    using interrupt = watchInterrupt({ npm_command: 'exec' }, (text) => said.push(text));
    expect(interrupt.signal.aborted).toBe(false);
    expect(listeners()).toEqual(before.map((count) => count + 1));
    process.emit('SIGHUP', 'SIGHUP');
    expect(interrupt.signal.reason).toMatchObject({
      code: 'INTERRUPTED',
      kind: 'interrupted',
      message: 'the run was interrupted by SIGHUP',
    });
  }
  expect(said).toEqual(['SIGHUP: undoing what runs; once more ends at once']);
  expect(listeners()).toEqual(before);
});

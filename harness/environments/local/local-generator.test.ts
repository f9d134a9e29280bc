import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { systemClock, UndoStack } from '../../core/index.ts';
import { notingWarden } from '../testing/node-program.ts';
import { localGenerator } from './local-generator.ts';

const generatorOf = (programs: Readonly<Record<string, string>>, undo: UndoStack) =>
  localGenerator(
    {
      programs,
      env: { PATH: process.env['PATH'] ?? '', GIVEN: 'a' },
      cwd: tmpdir(),
      warden: notingWarden(),
      clock: systemClock,
    },
    undo,
  );

test('k6 gets the variables of the stack and those of the load, and ends with the stack', async () => {
  const undo = new UndoStack(systemClock);
  const print = 'console.log(process.env.GIVEN, process.env.OWN); setTimeout(() => {}, 600_000)';
  const k6 = await generatorOf({ k6: process.execPath }, undo).start(['-e', print], { OWN: 'b' });
  await expect.poll(() => k6.output.last(1), { timeout: 10_000 }).toBe('a b');
  await undo[Symbol.asyncDispose]();
  expect(await k6.exited).toMatch(/^signal SIG/);
});

test('a machine without k6 says so, and what tells why', async () => {
  await using undo = new UndoStack(systemClock);
  await expect(generatorOf({}, undo).start([], {})).rejects.toMatchObject({
    code: 'TOOL_MISSING',
    details: { what: 'k6', next: '`firedrill doctor` says why' },
  });
});

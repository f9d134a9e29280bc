import { fakeClock } from '../../core/testing/fake-clock.ts';
import { runProgram } from '../program.ts';
import type { Surroundings } from '../surroundings.ts';

/** Surroundings that keep what is written. */
export const capture = (env: NodeJS.ProcessEnv = {}) => {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    isTTY: false,
    columns: 120,
    rows: 24,
    write: (text: unknown) => {
      written[name] += String(text);
      return true;
    },
  });
  const surroundings: Surroundings = {
    clock: fakeClock(),
    env,
    stdout: stream('out'),
    stderr: stream('err'),
    processStartedAt: 0,
    randomName: () => 'abcd',
  };
  return { surroundings, written };
};

/** Runs a command line and gives its exit status with what it wrote. */
export const runCaptured = async (...args: readonly string[]) => {
  const { surroundings, written } = capture();
  const status = await runProgram(args, surroundings);
  return { status, ...written };
};

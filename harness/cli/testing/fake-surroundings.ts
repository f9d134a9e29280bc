import { randomBytes } from 'node:crypto';
import { systemClock } from '../../core/index.ts';
import { fakeClock, type FakeClock } from '../../core/testing/fake-clock.ts';
import { runProgram } from '../program.ts';
import type { Surroundings } from '../surroundings.ts';

type Screen = Surroundings['stderr'] & { readonly written: string[] };

const screen = (isTTY: boolean): Screen => {
  const written: string[] = [];
  const write = (text: unknown): boolean => written.push(String(text)) > 0;
  return { write, isTTY, columns: 120, rows: 24, written };
};

/** An outside whose screens keep what is written to them, and whose clock moves only when told to. */
export type FakeSurroundings = Surroundings & {
  readonly clock: FakeClock;
  readonly stdout: Screen;
  readonly stderr: Screen;
};

export const fakeSurroundings = (env: NodeJS.ProcessEnv = {}, terminal = { stdout: false, stderr: false }) => {
  const clock = fakeClock();
  const surroundings: FakeSurroundings = {
    clock,
    env,
    stdout: screen(terminal.stdout),
    stderr: screen(terminal.stderr),
    processStartedAt: clock.now(),
    randomName: () => 'abcd',
  };
  return surroundings;
};

/** Time and chance as they are, for command lines that start programs: those do not wait for a clock that stands. */
export const realTime = { clock: systemClock, randomName: () => randomBytes(4).toString('hex') } as const;

/** Runs a command line and gives its exit status with what it wrote. */
export const runCommandLine = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  change: Partial<Pick<Surroundings, 'clock' | 'randomName'>> = {},
) => {
  const surroundings = { ...fakeSurroundings(env), ...change };
  const status = await runProgram(args, surroundings);
  return { status, out: surroundings.stdout.written.join(''), err: surroundings.stderr.written.join('') };
};

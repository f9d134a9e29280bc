import type { WriteStream } from 'node:tty';
import type { Clock } from '../core/index.ts';

/** Something to write to, which may be a terminal. */
type Screen = Pick<WriteStream, 'write' | 'isTTY' | 'columns' | 'rows'>;

/** What a command gets of the outside. */
export type Surroundings = {
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Screen;
  readonly stderr: Screen;
  /** When the process started, on the wall clock, in ms. */
  readonly processStartedAt: number;
  /** A few random characters for a run's id. */
  readonly randomName: () => string;
};

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/**
 * Whether to colour what is written to `screen`, the standard output unless told: a terminal, where neither `NO_COLOR`,
 * `FORCE_COLOR` nor a dumb one decides.
 */
export const hasColour = (
  { env, stdout }: Pick<Surroundings, 'env' | 'stdout'>,
  screen: Pick<Screen, 'isTTY'> = stdout,
): boolean => {
  if (isSet(env['NO_COLOR']) || isDumb(env)) return false;
  return isSet(env['FORCE_COLOR']) ? env['FORCE_COLOR'] !== '0' : screen.isTTY;
};

/** Whether the terminal only takes text, and neither colours nor lines that are drawn again. */
export const isDumb = (env: NodeJS.ProcessEnv): boolean => env['TERM'] === 'dumb';

import type { WriteStream } from 'node:tty';
import type { Clock } from '../core/index.ts';

/** What a command gets of the outside. */
export type Surroundings = {
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>;
  readonly stderr: Pick<WriteStream, 'write' | 'isTTY' | 'columns' | 'rows'>;
  /** When the process started, on the wall clock, in ms. */
  readonly processStartedAt: number;
  /** A few random characters for a run's id. */
  readonly randomName: () => string;
};

/** Whether to colour: a terminal, and neither `NO_COLOR` nor a dumb one. */
export const hasColour = ({ env, stdout }: Surroundings): boolean => {
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return false;
  return (env['FORCE_COLOR'] ?? '') !== '' || stdout.isTTY;
};

import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { systemClock } from '../../core/index.ts';
import { startChild, type Child, type ChildOptions } from '../local/child.ts';
import type { Warden } from '../local/warden.ts';

/** A warden that only notes what it was told. */
export const notingWarden = (): Warden & { readonly told: string[] } => {
  const told: string[] = [];
  return {
    told,
    add: (pid) => told.push(`add ${pid}`),
    remove: (pid) => told.push(`remove ${pid}`),
    [Symbol.asyncDispose]: async () => await Promise.resolve(),
  };
};

/** A run's id that no other test has. */
export const uniqueRunId = (): string => `test-${randomBytes(6).toString('hex')}`;

/** Starts Node on the text of a program. */
export const startNode = async (program: string, options: Partial<ChildOptions> = {}): Promise<Child> =>
  await startChild({
    name: 'program',
    command: process.execPath,
    args: ['-e', program],
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: tmpdir(),
    warden: notingWarden(),
    clock: systemClock,
    ...options,
  });

/** A program that says its process id and stays. */
export const staying = 'console.log(`pid ${process.pid}`); setInterval(() => undefined, 1000);';

import { stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../contract/index.ts';
import { HarnessError, messageOf } from '../core/index.ts';

export type AgedFile = {
  /** Relative to the subject's work folder. */
  readonly path: string;
  /** How old it is made, in ms, counted from the moment of the fault. */
  readonly ageMs: number;
  readonly title: string;
  /** Whether undoing makes the file new; otherwise the subject itself must. */
  readonly renew: boolean;
};

/** A file of the subject is as old as `ageMs`; undone, where asked, by a change of it now. */
export const ageFile = ({ path, ageMs, title, renew }: AgedFile): Fault => ({
  kind: 'aged-file',
  title,
  needs: ['files'],
  async inject({ stack, clock }) {
    const file = join(stack.subject.workDir, path);
    const from = clock.now();
    const modified = new Date(from - ageMs);
    const dated = await dateBack(file, modified).catch((cause: unknown) => {
      throw new HarnessError('FAULT_INEFFECTIVE', {
        what: 'the file cannot be aged',
        where: path,
        got: messageOf(cause),
        cause,
      });
    });
    if (Math.abs(dated - modified.getTime()) > 1_000) {
      throw new HarnessError('FAULT_INEFFECTIVE', { what: 'the file did not take its age', where: path });
    }
    return {
      from,
      proof: `the file system dates ${path} ${modified.toISOString()}`,
      async [Symbol.asyncDispose]() {
        if (!renew) return;
        const now = new Date(clock.now());
        await utimes(file, now, now);
      },
    };
  },
});

/** Gives the moment at which the file was changed last by the file system's word, in wall-clock ms. */
const dateBack = async (file: string, modified: Date): Promise<number> => {
  await utimes(file, modified, modified);
  return (await stat(file)).mtimeMs;
};

import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../contract/index.ts';
import { awaitMet, shownNumber, type Met } from './met.ts';

export type LostFile = {
  /** Relative to the subject's work folder. */
  readonly path: string;
  readonly title: string;
  readonly met: Met;
};

/** A file of the subject is gone; in effect once the subject shows that it missed it, undone by putting it back. */
export const loseFile = ({ path, title, met }: LostFile): Fault => ({
  kind: 'lost-file',
  title,
  needs: ['files'],
  async inject(context) {
    const file = join(context.stack.subject.workDir, path);
    const before = await shownNumber(context, met);
    const from = context.clock.now();
    await rename(file, `${file}.away`);
    const restore = async (): Promise<void> => await rename(`${file}.away`, file);
    try {
      const now = await awaitMet(context, met, before);
      return { from, proof: `${met.path} went from ${before} to ${now}`, [Symbol.asyncDispose]: restore };
    } catch (cause) {
      await restore();
      throw cause;
    }
  },
});

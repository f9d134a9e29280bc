import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault, FaultContext } from '../contract/index.ts';
import { HarnessError, poll } from '../core/index.ts';

export type BlockedFolder = {
  /** Relative to the subject's work folder. */
  readonly path: string;
  readonly title: string;
  /** A counter of the subject that goes up each time it meets the blocked folder. */
  readonly failureMetric: string;
  readonly metWithinMs: number;
};

/** A file stands where the subject's folder was, so that writing into it fails; undone by putting the folder back. */
export const blockFolder = ({ path, title, failureMetric, metWithinMs }: BlockedFolder): Fault => ({
  kind: 'blocked-folder',
  title,
  needs: ['files'],
  async inject(context) {
    const { stack, clock, signal } = context;
    const folder = join(stack.subject.workDir, path);
    const before = await readCounter(context, failureMetric);
    const from = clock.now();
    const restore = await putFileFor(folder).catch((cause: unknown) => {
      throw new HarnessError('FAULT_INEFFECTIVE', { what: 'the folder cannot be blocked', where: path, cause });
    });
    const until = (count: number) => count > before;
    const what = `${failureMetric} goes up`;
    try {
      await poll(() => readCounter(context, failureMetric), {
        what,
        until,
        everyMs: 50,
        timeoutMs: metWithinMs,
        clock,
        signal,
      });
    } catch (cause) {
      await restore();
      signal.throwIfAborted();
      throw new HarnessError('FAULT_INEFFECTIVE', { what: `${title}, and the subject did not fail`, cause });
    }
    return { from, proof: `${failureMetric} went up after the folder was blocked`, [Symbol.asyncDispose]: restore };
  },
});

/** Gives the function that puts the folder back. */
const putFileFor = async (folder: string): Promise<() => Promise<void>> => {
  const away = `${folder}.away`;
  await rename(folder, away);
  await writeFile(folder, 'blocked\n').catch(async (error: unknown) => {
    await rename(away, folder);
    throw error;
  });
  return async () => {
    await rm(folder);
    await rename(away, folder);
  };
};

/** A metric that is not there counts 0; one that cannot be read would too, and then seem to go up. */
const readCounter = async ({ stack }: FaultContext, metric: string): Promise<number> => {
  const response = await fetch(`${stack.subject.url}/metrics`, { signal: AbortSignal.timeout(2_000) });
  if (!response.ok)
    throw new HarnessError('FAULT_INEFFECTIVE', { what: `${metric} cannot be read`, got: `status ${response.status}` });
  const line = (await response.text()).split('\n').find((text) => text.startsWith(`${metric} `));
  return line === undefined ? 0 : Number(line.slice(metric.length + 1));
};

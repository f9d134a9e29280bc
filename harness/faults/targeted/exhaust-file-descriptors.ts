import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { promisify } from 'node:util';
import type { DeliveryStack, Replica, TargetedFault } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import { runningPid } from './part-of.ts';
import { undoneWithin } from './undone-within.ts';

/** How long a new connection may wait for an answer, in ms. */
const answerMs = 1_000;
/** What is open changes while it is looked at, so it is looked at again so often. */
const looks = 10;

/**
 * A replica may open no file and no connection beyond those that it has, by its own limit of file descriptors. In effect
 * once a new connection to it is not answered; undone by its limit as it was.
 */
export const exhaustFileDescriptors = (stack: DeliveryStack, index: number): TargetedFault => {
  const title = `replica ${index} has no file descriptor left`;
  return {
    title,
    needs: ['process-ids'],
    async inject() {
      const { replica, pid } = runningPid(stack, index);
      const limit = await softLimit(pid);
      const from = stack.clock.now();
      const undo = async (): Promise<void> => await setLimit(pid, limit);
      for (let look = 0; look < looks; look += 1) {
        const lowest = await lowestFree(pid);
        await setLimit(pid, String(lowest));
        if (await answers(replica)) continue;
        const proof = `a new connection is not answered at a limit of ${lowest} file descriptors`;
        return undoneWithin({ from, proof, what: `give replica ${index} its limit back`, undo, clock: stack.clock });
      }
      await undo();
      throw new HarnessError('FAULT_INEFFECTIVE', { what: title, got: 'a new connection that is answered' });
    },
  };
};

/** What the next file to be opened would get; the limit is on the number, so all below it are taken. */
const lowestFree = async (pid: number): Promise<number> => {
  const open = new Set(await readdir(`/proc/${pid}/fd`));
  let lowest = 0;
  while (open.has(String(lowest))) lowest += 1;
  return lowest;
};

const softLimit = async (pid: number): Promise<string> => {
  const limits = await readFile(`/proc/${pid}/limits`, 'utf8');
  const soft = /^Max open files\s+(\S+)/m.exec(limits)?.[1];
  if (soft !== undefined) return soft;
  throw new HarnessError('FAULT_INEFFECTIVE', { what: `process ${pid} has no limit of open files`, got: limits });
};

const setLimit = async (pid: number, soft: string): Promise<void> => {
  try {
    await promisify(execFile)('prlimit', ['--pid', String(pid), `--nofile=${soft}:`], await ownerOf(pid));
  } catch (cause) {
    throw new HarnessError('FAULT_INEFFECTIVE', { what: `the limit of process ${pid} cannot be set`, cause });
  }
};

/** Root may be without the capability to limit others' processes, and may always act as their owner. */
const ownerOf = async (pid: number): Promise<{ readonly uid?: number; readonly gid?: number }> => {
  if (process.getuid?.() !== 0) return {};
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const idOf = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { uid: idOf('Uid'), gid: idOf('Gid') };
};

/** Whether a connection of its own gets an answer of any status. */
const answers = async ({ url }: Replica): Promise<boolean> =>
  await new Promise((resolve) => {
    const asked = request(url, { agent: false, signal: AbortSignal.timeout(answerMs) }, (response) => {
      response.resume();
      resolve(true);
    });
    asked.on('error', () => resolve(false));
    asked.end();
  });

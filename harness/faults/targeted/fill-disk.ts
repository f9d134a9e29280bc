import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import { runningPid } from './part-of.ts';
import { undoneWithin } from './undone-within.ts';

/** No disk that is larger is filled: it would not be the replica's own. */
const mostBytes = 256 * 2 ** 20;
/** Ever smaller, so that nothing is left. */
const chunks = [65_536, 4_096, 1];
const folder = 'data';

/**
 * The disk that a replica has its data on, a small one of its own (`dataDiskMb`), is full. In effect once a write there
 * fails for want of room; undone by the removal of what fills it.
 */
export const fillDisk = (stack: DeliveryStack, index: number): TargetedFault => {
  const title = `the data disk of replica ${index} is full`;
  return {
    title,
    needs: ['small-file-system'],
    async inject() {
      const { replica, pid } = runningPid(stack, index);
      const data = join(`/proc/${pid}/root`, replica.workDir, folder);
      await refuseLarge(data);
      const from = stack.clock.now();
      const filler = join(data, 'filler');
      const undo = async (): Promise<void> => await rm(filler, { force: true });
      try {
        const bytes = await fill(filler);
        const proof = `a write there fails with ENOSPC after ${bytes} bytes`;
        return undoneWithin({ from, proof, what: `free the data disk of replica ${index}`, undo, clock: stack.clock });
      } catch (cause) {
        await undo();
        throw new HarnessError('FAULT_INEFFECTIVE', { what: title, cause });
      }
    },
  };
};

const refuseLarge = async (path: string): Promise<void> => {
  const { blocks, bsize } = await statfs(path);
  if (blocks * bsize <= mostBytes) return;
  throw new HarnessError('DRILL_INVALID', {
    what: 'only a small disk is filled',
    where: path,
    got: `${blocks * bsize} bytes`,
    next: 'give the drill `dataDiskMb`',
  });
};

/** Writes until nothing more can be written, and gives how many bytes. */
const fill = async (path: string): Promise<number> => {
  await using file = await open(path, 'w');
  let bytes = 0;
  for (const size of chunks) {
    const chunk = Buffer.alloc(size);
    for (let isFull = false; !isFull;) {
      const written = await file.write(chunk).then(({ bytesWritten }) => bytesWritten, noRoom);
      isFull = written === 0;
      bytes += written;
    }
  }
  return bytes;
};

const noRoom = (error: NodeJS.ErrnoException): number => {
  if (error.code === 'ENOSPC') return 0;
  throw error;
};

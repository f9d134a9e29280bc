import { readFile, readdir } from 'node:fs/promises';
import type { HostileContext } from './hostile-context.ts';

/** The resident memory of the collector in MB, from the kernel; undefined once it is gone. */
export const residentMb = async ({ pid }: HostileContext): Promise<number | undefined> => {
  const status = await readFile(`/proc/${pid() ?? 0}/status`, 'utf8').catch(() => '');
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kb === undefined ? undefined : Number(kb) / 1_024;
};

/** How many files and sockets the collector has open; undefined once it is gone. */
export const openFiles = async ({ pid }: HostileContext): Promise<number | undefined> =>
  await readdir(`/proc/${pid() ?? 0}/fd`).then(
    (entries) => entries.length,
    () => undefined,
  );

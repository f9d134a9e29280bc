import { readFile } from 'node:fs/promises';

/** Linux tells CPU time to user space in hundredths of a second, whatever its own clock does. */
const tickMs = 10;

/** The CPU time a process has used so far, user and system, in ms; NaN once it is gone. */
export async function processCpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name, which is in brackets, may hold spaces; utime and stime are the 14th and 15th fields.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

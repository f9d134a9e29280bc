import { readFile } from 'node:fs/promises';

/** A process as the kernel tells of it. */
export type ProcessStat = {
  /** A letter: `T` is stopped by a signal, `Z` ended and not yet asked after. */
  readonly state: string;
  readonly parent: number;
  /** The time that it has used itself so far, user and system, in ms. */
  readonly cpuMs: number;
};

/** Linux tells CPU time to user space in hundredths of a second, whatever its own clock does. */
const tickMs = 10;

/** Reads a process from /proc (proc(5), `stat`); undefined where there is none, or no /proc. */
export const readProcessStat = async (pid: number): Promise<ProcessStat | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The name, in parentheses, may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent] = fields;
  return { state, parent: Number(parent), cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs };
};

import { execa } from 'execa';
import type { SubjectState } from '../../contract/index.ts';
import { readProcessStat } from '../../core/index.ts';

/** Gives whether a process runs, is stopped by a signal, or is gone, from /proc or else from `ps`. */
export const processState = async (pid: number): Promise<SubjectState> => {
  const letter = (await readProcessStat(pid))?.state ?? (await fromPs(pid));
  if (letter === undefined || letter === 'Z' || letter === 'X') return 'exited';
  return letter === 'T' || letter === 't' ? 'stopped' : 'running';
};

const fromPs = async (pid: number): Promise<string | undefined> => {
  if (process.platform === 'linux') return undefined;
  const { stdout, failed } = await execa('ps', ['-o', 'stat=', '-p', String(pid)], { reject: false });
  return failed ? undefined : stdout.trim().slice(0, 1);
};

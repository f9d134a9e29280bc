import { readdir, readFile } from 'node:fs/promises';
import { readProcessStat } from '../../core/index.ts';

/** A process as /proc tells of it. */
export type ProcessReading = { readonly pid: number; readonly command: string; readonly cpuMs: number };

/** Reads a process and all that descend from it, with the CPU time each has used itself, in ms; those gone are left out. */
export const readFamily = async (root: number): Promise<ProcessReading[]> => {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(names.map(readOne))).filter((each) => each !== undefined);
  const family = new Set([root]);
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  const own = all.filter(({ pid }) => family.has(pid));
  return await Promise.all(
    own.map(async ({ pid, cpuMs }) => ({ pid, cpuMs, command: await read(`/proc/${pid}/cmdline`) })),
  );
};

const readOne = async (name: string) => {
  const stat = await readProcessStat(Number(name));
  return stat === undefined ? undefined : { pid: Number(name), parent: stat.parent, cpuMs: stat.cpuMs };
};

const read = async (path: string): Promise<string> =>
  (await readFile(path, 'utf8').catch(() => '')).replaceAll('\0', ' ');

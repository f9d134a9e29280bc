import { readdir } from 'node:fs/promises';
import { readProcessStat } from '../../core/index.ts';

/** The processes that a process has started and that live, from /proc. */
export const childrenOf = async (parent: number): Promise<number[]> => {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(pids.map(async (pid) => ({ pid, stat: await readProcessStat(pid) })));
  return stats.filter(({ stat }) => stat?.parent === parent && stat.state !== 'Z').map(({ pid }) => pid);
};

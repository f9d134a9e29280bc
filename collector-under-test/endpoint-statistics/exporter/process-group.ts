import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a process group uses, as the kernel counts it. */
export interface Usage {
  /** CPU time of its processes, and of their children that have ended, in seconds. */
  cpuSeconds: number;
  /** Resident memory of its processes, in bytes. */
  memoryBytes: number;
}

interface ProcessUsage extends Usage {
  group: number;
}

/** Linux counts CPU time for user space in hundredths of a second on every architecture that Node runs on. */
const ticksPerSecond = 100;

/** Reads what the processes of a group use together; undefined when the group has none. */
export async function readGroup(group: number, procDir = '/proc'): Promise<Usage | undefined> {
  const names = (await readdir(procDir)).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(names.map((name) => readProcess(join(procDir, name))));
  const members = all.filter((process) => process?.group === group);
  if (members.length === 0) return undefined;
  return {
    cpuSeconds: members.reduce((sum, member) => sum + (member?.cpuSeconds ?? 0), 0),
    memoryBytes: members.reduce((sum, member) => sum + (member?.memoryBytes ?? 0), 0),
  };
}

/** Gives undefined for a process that has ended meanwhile. */
async function readProcess(dir: string): Promise<ProcessUsage | undefined> {
  try {
    const usage = parseStat(await readFile(join(dir, 'stat'), 'utf8'));
    if (usage.state === 'Z') return undefined;
    return { ...usage, memoryBytes: parseResident(await readFile(join(dir, 'status'), 'utf8')) };
  } catch {
    return undefined;
  }
}

/** The name, in parentheses, may hold anything, parentheses too; what follows it are numbers, counted from the state. */
function parseStat(stat: string): { state: string; group: number; cpuSeconds: number } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', , group = ''] = fields;
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { state, group: Number(group), cpuSeconds: ticks / ticksPerSecond };
}

function parseResident(status: string): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

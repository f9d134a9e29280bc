import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a process group uses, as the kernel counts it. */
export interface Usage {
  /** CPU time of its processes, and of their children that have ended, in seconds. */
  cpuSeconds: number;
  /** Resident memory of its processes, in bytes. */
  memoryBytes: number;
}

/** Linux counts CPU time for user space in hundredths of a second on every architecture that Node runs on. */
const ticksPerSecond = 100;

/**
 * Reads what the processes of a group use together; undefined when the group has none. The kernel answers at once, so
 * reading does not wait for threads that a busy machine would let wait.
 */
export function readGroup(group: number, procDir = '/proc'): Usage | undefined {
  const members = readdirSync(procDir)
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readMember(group, join(procDir, name)) ?? []);
  if (members.length === 0) return undefined;
  return {
    cpuSeconds: members.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    memoryBytes: members.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
  };
}

/** Gives undefined for a process of another group, and for one that has ended meanwhile. */
function readMember(group: number, dir: string): Usage | undefined {
  try {
    const { state, cpuSeconds, ...process } = parseStat(readFileSync(join(dir, 'stat'), 'utf8'));
    if (process.group !== group || state === 'Z') return undefined;
    return { cpuSeconds, memoryBytes: parseResident(readFileSync(join(dir, 'status'), 'utf8')) };
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

import { readFile } from 'node:fs/promises';
import { systemClock } from '../cano-collector/clock.ts';

const everyMs = 250;

/** Watches the resident memory of a process. */
export interface MemoryWatch {
  /** Stops watching; gives the largest sample in MiB. */
  stop(): Promise<number>;
}

/** Samples VmRSS of a process until stopped. */
export function watchMemory(pid: number): MemoryWatch {
  const stopped = new AbortController();
  const watching = sample(pid, stopped.signal);
  return {
    stop() {
      stopped.abort();
      return watching;
    },
  };
}

async function sample(pid: number, signal: AbortSignal): Promise<number> {
  let largest = 0;
  while (!signal.aborted) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    largest = Math.max(largest, Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1_024);
    await systemClock.sleep(everyMs, signal);
  }
  return Math.round(largest);
}

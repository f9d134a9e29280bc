// Outlives the harness just long enough to end what it started: reads `add PID` lines, and on the end of its input, which
// also a SIGKILL of the harness brings, kills each process group, then whatever else carries the run's id.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { systemClock } from '../../core/index.ts';

const [, , runId = '', workDir = '', ending = ''] = process.argv;
const groups = new Set<number>();

const killGroup = (pid: number): void => {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // Gone already, which is what is wanted.
    }
  }
};

const carriesRunId = (pid: string): boolean => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`FIREDRILL_RUN_ID=${runId}`);
  } catch {
    return false;
  }
};

const strays = (): number[] => {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
    return pids.filter(carriesRunId).map(Number);
  } catch {
    return [];
  }
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, pid] = line.split(' ');
  if (verb === 'add') groups.add(Number(pid));
  if (verb === 'remove') groups.delete(Number(pid));
}
groups.forEach(killGroup);
// A stray may start another just before it is killed, so the last look is the one that finds none.
for (let rounds = 0, found = strays(); found.length > 0 && rounds < 100; rounds += 1, found = strays()) {
  found.forEach(killGroup);
  await systemClock.sleep(20);
}
if (ending !== '') {
  const { endRun } = (await import(ending)) as { readonly endRun: (runId: string) => Promise<void> };
  // Whatever it comes to, the folder is removed too.
  await endRun(runId).catch(() => undefined);
}
if (workDir !== '') rmSync(workDir, { recursive: true, force: true, maxRetries: 3 });

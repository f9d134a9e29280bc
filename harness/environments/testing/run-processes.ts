import { readdir, readFile } from 'node:fs/promises';
import { poll, systemClock } from '../../core/index.ts';

/** The live processes that carry a run's id in their environment. */
export const processesOf = async (runId: string): Promise<number[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const carriers = await Promise.all(
    pids.map(async (pid) => {
      const environ = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      return environ.split('\0').includes(`FIREDRILL_RUN_ID=${runId}`);
    }),
  );
  return pids.filter((_, index) => carriers[index]).map(Number);
};

/** Resolves once no process carries the run's id; throws `TIMEOUT` with those that do after 5 s. */
export const nothingRuns = async (runId: string, timeoutMs = 5_000): Promise<void> => {
  await poll(() => processesOf(runId), {
    what: `no process carries ${runId}`,
    until: (pids) => pids.length === 0,
    describe: (pids) => pids.join(', '),
    everyMs: 50,
    timeoutMs,
    clock: systemClock,
  });
};

/** Resolves once `holds`, for as long as a busy machine may take. */
export const eventually = async (what: string, holds: () => Promise<boolean> | boolean): Promise<void> => {
  await poll(holds, { what, until: (is) => is, everyMs: 20, timeoutMs: 20_000, clock: systemClock });
};

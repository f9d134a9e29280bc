import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { HarnessError, readProcessStat, type Clock } from '../../core/index.ts';
import { runningPid } from './part-of.ts';
import { undoneWithin } from './undone-within.ts';

/** A whole turn of standing still and running, in ms. */
const turnMs = 500;
/** Looks at what the process does, which no number of turns is a multiple of. */
const look = { count: 60, everyMs: 33 };

/**
 * A replica runs for `share` of the time and stands still for the rest of it (SIGSTOP and SIGCONT in turn), as one does
 * whose quota of a processor is used up. In effect once the operating system shows it stopped for that long.
 */
export const starveCpu = (stack: DeliveryStack, index: number, share: number): TargetedFault => {
  const percent = Math.round(share * 100);
  const title = `replica ${index} runs for ${percent} % of the time`;
  return {
    title,
    needs: ['process-ids'],
    async inject(signal) {
      const { pid } = runningPid(stack, index);
      const { clock } = stack;
      const from = clock.now();
      const turns = startTurns(pid, share, clock);
      try {
        const stopped = await stoppedShare(pid, clock, signal);
        if (stopped < (1 - share) / 2)
          throw new HarnessError('FAULT_INEFFECTIVE', { what: title, got: `it was stopped in ${inPercent(stopped)}` });
        const proof = `the operating system shows it stopped in ${inPercent(stopped)} of ${look.count} looks`;
        return undoneWithin({ from, proof, what: `let replica ${index} run`, undo: turns.end, clock });
      } catch (error) {
        await turns.end();
        throw error;
      }
    },
  };
};

const inPercent = (share: number): string => `${Math.round(share * 100)} %`;

const startTurns = (pid: number, share: number, clock: Clock): { readonly end: () => Promise<void> } => {
  const ending = new AbortController();
  const rest = async (ms: number): Promise<void> => await clock.sleep(ms, ending.signal).catch(() => undefined);
  const turn = async (): Promise<void> => {
    while (!ending.signal.aborted && signalled(pid, 'SIGSTOP')) {
      await rest(turnMs * (1 - share));
      signalled(pid, 'SIGCONT');
      await rest(turnMs * share);
    }
  };
  const turning = turn();
  return {
    async end() {
      ending.abort();
      await turning;
    },
  };
};

/** Gives whether it was there. */
const signalled = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
};

/** In which share of the looks the process was stopped. */
const stoppedShare = async (pid: number, clock: Clock, signal: AbortSignal): Promise<number> => {
  let stopped = 0;
  for (let count = 0; count < look.count; count += 1) {
    await clock.sleep(look.everyMs, signal);
    if ((await readProcessStat(pid))?.state === 'T') stopped += 1;
  }
  return stopped / look.count;
};

import { once } from 'node:events';
import type { Clock } from '../clock.ts';

/** Something a loop waits for, and others ring. */
export interface Wake {
  ring(): void;
  /** Resolves when rung since the last wait, or after `ms` where given. */
  wait(ms?: number): Promise<void>;
}

/** Builds a wake-up; a ring while nobody waits is remembered. */
export function createWake(clock: Pick<Clock, 'sleep'>): Wake {
  let bell = new AbortController();
  return {
    ring: () => bell.abort(),
    async wait(ms) {
      await (ms === undefined ? rung(bell.signal) : clock.sleep(ms, bell.signal));
      if (bell.signal.aborted) bell = new AbortController();
    },
  };
}

const rung = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};

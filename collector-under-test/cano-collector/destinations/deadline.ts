import type { Clock } from '../clock.ts';

/** A signal that aborts after a time or with its parent, and costs nothing once disposed of. */
export interface Deadline extends Disposable {
  signal: AbortSignal;
  /** Whether time, and not the parent, aborted it. */
  hasPassed(): boolean;
}

/** Starts a deadline; unlike `AbortSignal.timeout` its timer does not outlive it. */
export function startDeadline(ms: number, parent: AbortSignal, clock: Pick<Clock, 'sleep'>): Deadline {
  const aborter = new AbortController();
  const disposed = new AbortController();
  let hasPassed = false;
  const abort = (): void => aborter.abort();
  parent.addEventListener('abort', abort, { once: true });
  if (parent.aborted) abort();
  void clock.sleep(ms, disposed.signal).then(() => {
    if (disposed.signal.aborted || aborter.signal.aborted) return;
    hasPassed = true;
    abort();
  });
  return {
    signal: aborter.signal,
    hasPassed: () => hasPassed,
    [Symbol.dispose]() {
      parent.removeEventListener('abort', abort);
      disposed.abort();
    },
  };
}

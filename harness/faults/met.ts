import type { FaultContext } from '../contract/index.ts';
import { HarnessError, poll } from '../core/index.ts';

/** Where the subject itself shows that it met a fault. */
export type Met = {
  readonly path: string;
  /** Group 1 is a number that differs from what it was before the fault. */
  readonly value: RegExp;
  readonly withinMs: number;
};

/** Gives the number that the subject shows, as text; throws `FAULT_INEFFECTIVE` when it shows none. */
export const shownNumber = async ({ stack }: FaultContext, { path, value }: Met): Promise<string> => {
  const response = await fetch(stack.subject.url + path, { signal: AbortSignal.timeout(5_000) });
  const [, shown] = value.exec(await response.text()) ?? [];
  if (shown === undefined)
    throw new HarnessError('FAULT_INEFFECTIVE', { what: 'the subject does not show', where: path, got: String(value) });
  return shown;
};

/** Resolves with the number once it differs from `before`; throws `FAULT_INEFFECTIVE` when it stays. */
export const awaitMet = async (context: FaultContext, met: Met, before: string): Promise<string> => {
  const { clock, signal } = context;
  const until = (shown: string): boolean => shown !== before;
  const options = {
    what: `${met.path} shows another number`,
    until,
    everyMs: 20,
    timeoutMs: met.withinMs,
    clock,
    signal,
  };
  try {
    return await poll(() => shownNumber(context, met), options);
  } catch (cause) {
    signal.throwIfAborted();
    throw new HarnessError('FAULT_INEFFECTIVE', {
      what: 'the subject did not meet it',
      where: met.path,
      got: before,
      cause,
    });
  }
};

import type { Fault } from '../contract/index.ts';
import { HarnessError, poll } from '../core/index.ts';
import { askSubject, type SubjectRequest } from './ask-subject.ts';
import { shownNumber, type Met } from './met.ts';

export type HeldRequests = {
  readonly title: string;
  /** What makes the subject hold something. */
  readonly request: SubjectRequest;
  readonly count: number;
  /** Where the subject shows how much it holds, and the least that it must come to. */
  readonly held: Met & { readonly atLeast: number };
  /** What makes it let go of all. */
  readonly release: SubjectRequest;
};

/** Requests that the subject holds something for, until they are released; in effect once it holds all of it. */
export const heldRequests = ({ title, request, count, held, release }: HeldRequests): Fault => ({
  kind: 'held-requests',
  title,
  needs: [],
  async inject(context) {
    const { clock, signal } = context;
    const from = clock.now();
    const end = async (): Promise<void> => await askSubject(context, release);
    try {
      for (let index = 0; index < count; index += 1) await askSubject(context, request);
      const shown = await poll(() => shownNumber(context, held), {
        what: `${held.path} shows ${held.atLeast}`,
        until: (number) => Number(number) >= held.atLeast,
        everyMs: 100,
        timeoutMs: held.withinMs,
        clock,
        signal,
      });
      return { from, proof: `${held.path} shows ${shown}`, [Symbol.asyncDispose]: end };
    } catch (cause) {
      await end().catch(() => undefined);
      signal.throwIfAborted();
      if (cause instanceof HarnessError && cause.code === 'FAULT_INEFFECTIVE') throw cause;
      throw new HarnessError('FAULT_INEFFECTIVE', { what: 'the subject does not hold it', where: held.path, cause });
    }
  },
});

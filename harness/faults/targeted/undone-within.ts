import type { InjectedFault } from '../../contract/index.ts';
import { withDeadline, type Clock } from '../../core/index.ts';

type Undone = Pick<InjectedFault, 'from' | 'proof'> & {
  readonly what: string;
  readonly undo: () => Promise<void> | void;
  readonly timeoutMs?: number;
  readonly clock: Clock;
};

/** A fault in effect whose removal throws `UNDO_FAILED` when it has not ended after `timeoutMs`. */
export const undoneWithin = ({ from, proof, what, undo, timeoutMs = 30_000, clock }: Undone): InjectedFault => ({
  from,
  proof,
  [Symbol.asyncDispose]: async () =>
    await withDeadline(async () => await undo(), { what, timeoutMs, clock, code: 'UNDO_FAILED' }),
});

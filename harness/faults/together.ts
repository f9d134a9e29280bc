import type { Fault, InjectedFault } from '../contract/index.ts';
import { UndoStack } from '../core/index.ts';

/** How long each fault may take to end, in ms; a restart is the longest. */
const undoMs = 35_000;

/**
 * Several faults as one: injected in order, undone in reverse. The last is the one that the alert's expression sees, so
 * its moment and title come first.
 */
export const together = (title: string, faults: readonly [Fault, ...Fault[]]): Fault => ({
  kind: faults.map((fault) => fault.kind).join('+'),
  title,
  needs: faults.flatMap((fault) => fault.needs),
  breaksScrapes: faults.some((fault) => fault.breaksScrapes === true),
  async inject(context) {
    const injected: InjectedFault[] = [];
    const undo = new UndoStack(context.clock);
    try {
      for (const fault of faults) injected.push(undo.use(fault.title, await fault.inject(context), undoMs));
    } catch (error) {
      await undo[Symbol.asyncDispose]().catch(() => undefined);
      throw error;
    }
    const last = injected.at(-1);
    return {
      from: last?.from ?? context.clock.now(),
      proof: injected.map((fault) => fault.proof).join('; '),
      [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose](),
    };
  },
});

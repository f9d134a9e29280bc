import type { Clock } from './clock.ts';
import { UndoStack } from './undo-stack.ts';

/**
 * Gives what `start` gives, which keeps the stack that it registers with. Where `start` throws, all that it had registered
 * is undone first, and its error is thrown, whatever the undoing comes to.
 */
export const undoneOnFailure = async <T>(clock: Clock, start: (undo: UndoStack) => Promise<T>): Promise<T> => {
  const undo = new UndoStack(clock);
  try {
    return await start(undo);
  } catch (error) {
    await undo[Symbol.asyncDispose]().catch(() => undefined);
    throw error;
  }
};

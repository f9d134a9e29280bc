import type { Fault, InjectedFault } from '../contract/index.ts';

/**
 * Several faults as one: injected in order, undone in reverse. The last is the one that the alert's expression sees, so
 * its moment and title come first.
 */
export const together = (title: string, faults: readonly [Fault, ...Fault[]]): Fault => ({
  kind: faults.map((fault) => fault.kind).join('+'),
  title,
  needs: faults.flatMap((fault) => fault.needs),
  async inject(context) {
    const injected: InjectedFault[] = [];
    const undo = async (): Promise<void> => {
      for (const fault of injected.splice(0).reverse()) await fault[Symbol.asyncDispose]();
    };
    try {
      for (const fault of faults) injected.push(await fault.inject(context));
    } catch (error) {
      await undo();
      throw error;
    }
    const last = injected.at(-1);
    return {
      from: last?.from ?? context.clock.now(),
      proof: injected.map((fault) => fault.proof).join('; '),
      [Symbol.asyncDispose]: undo,
    };
  },
});

import type { Program, TargetedFault } from '../../contract/index.ts';
import { HarnessError, type Clock } from '../../core/index.ts';
import { undoneWithin } from './undone-within.ts';

/** A program is stopped by a signal and goes on later, not knowing that time has passed. */
export const freezeProgram = (title: string, program: Program, clock: Clock): TargetedFault => ({
  title,
  needs: ['signals'],
  inject: async () => {
    const from = clock.now();
    await program.freeze();
    const state = await program.state();
    if (state !== 'stopped')
      throw new HarnessError('FAULT_INEFFECTIVE', { what: `${title}, and it is not stopped`, got: state });
    return undoneWithin({
      from,
      proof: `the operating system reports that ${program.name} is stopped`,
      what: `thaw ${program.name}`,
      undo: async () => await program.thaw(),
      timeoutMs: 10_000,
      clock,
    });
  },
});

import type { Program, TargetedFault } from '../../contract/index.ts';
import { HarnessError, type Clock } from '../../core/index.ts';
import { undoneWithin } from './undone-within.ts';

type Ending = {
  readonly title: string;
  readonly program: Program;
  readonly end: () => Promise<void>;
  readonly clock: Clock;
};

/** A program is ended and started again at the same address; in effect once the operating system says it is gone. */
export const endProgram = ({ title, program, end, clock }: Ending): TargetedFault => ({
  title,
  needs: ['signals', 'restart'],
  inject: async () => {
    const from = clock.now();
    await end();
    const state = await program.state();
    if (state !== 'exited')
      throw new HarnessError('FAULT_INEFFECTIVE', { what: `${title}, and it is still there`, got: state });
    return undoneWithin({
      from,
      proof: `the operating system reports that ${program.name} has ended`,
      what: `start ${program.name} again`,
      undo: async () => await program.restart(),
      clock,
    });
  },
});

import type { LoadGenerator } from '../../contract/index.ts';
import { HarnessError, type UndoStack } from '../../core/index.ts';
import { startChild, type ChildOptions } from './child.ts';

type GeneratorOptions = Pick<ChildOptions, 'env' | 'cwd' | 'warden' | 'clock'> & {
  readonly programs: Readonly<Record<string, string>>;
};

/** k6 as a process of the machine, which ends with the stack. Its start throws `TOOL_MISSING` where there is none. */
export const localGenerator = ({ env, programs, ...run }: GeneratorOptions, undo: UndoStack): LoadGenerator => ({
  async start(args, own) {
    const command = programs['k6'];
    if (command === undefined)
      throw new HarnessError('TOOL_MISSING', { what: 'k6', next: '`firedrill doctor` says why' });
    return undo.use('stop k6', await startChild({ name: 'k6', command, args, env: { ...env, ...own }, ...run }));
  },
  reached: (url) => url,
  readyMs: 2_000,
});

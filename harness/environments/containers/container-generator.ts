import { join } from 'node:path';
import type { LoadGenerator, SideProcess } from '../../contract/index.ts';
import { HarnessError, type UndoStack } from '../../core/index.ts';
import { caller } from '../container-user.ts';
import { fromContainers } from '../listening-place.ts';
import { removalMs, type ContainerPlace } from './container-place.ts';
import { createContainer } from './create-container.ts';

type GeneratorOptions = ContainerPlace & {
  readonly root: string;
  /** The folder of records. */
  readonly records: string;
  /** Of k6, where the drill gets a load; there already, because a load's beginning is set before its start. */
  readonly image: string | undefined;
};

/** k6 in a container for each of its processes, which end with the stack; its start throws `DRILL_INVALID` without an image. */
export const containerGenerator = (options: GeneratorOptions, undo: UndoStack): LoadGenerator => {
  const { run, prefix, root, records, image } = options;
  let count = 0;
  const start: LoadGenerator['start'] = async (args, env) => {
    if (image === undefined) throw new HarnessError('DRILL_INVALID', { what: 'the drill gets no load' });
    const harness = join(root, 'harness');
    const { uid, gid } = caller();
    const created = await createContainer(run, {
      ...{ name: 'k6', host: `${prefix}-k6-${(count += 1)}`, image, command: args, env },
      folders: { [`${harness}:ro`]: harness, [records]: records },
      workingFolder: records,
      // Its records are begun by the caller, and only the caller may write to them.
      user: `${uid}:${gid}`,
    });
    const container = undo.use('stop k6', created, removalMs);
    const started = await container.start();
    let hasEnded = false;
    const exited = started.exited.finally(() => (hasEnded = true));
    const own: SideProcess = {
      exited,
      output: started.output,
      signal(signal) {
        void container.signal(signal).catch(() => undefined);
        return !hasEnded;
      },
      [Symbol.asyncDispose]: async () => await container[Symbol.asyncDispose](),
    };
    return own;
  };
  return { start, reached: (url) => fromContainers(url, run.machine), readyMs: 6_000 };
};

import { basename } from 'node:path';
import type { DeliveryStack } from '../../contract/index.ts';
import type { UndoStack } from '../../core/index.ts';
import { startChild, type ChildOptions } from './child.ts';

/** Starts programs of the machine beside a stack, in its folder of records; they end with it. */
export const spawnBeside =
  ({ env, ...run }: Pick<ChildOptions, 'env' | 'cwd' | 'warden' | 'clock'>, undo: UndoStack): DeliveryStack['spawn'] =>
  async (command, args, own) => {
    const name = basename(command);
    const child = await startChild({ name, command, args, env: { ...env, ...own }, ...run });
    return undo.use(`stop ${name}`, child);
  };

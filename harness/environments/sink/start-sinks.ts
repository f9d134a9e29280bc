import type { Sink } from '../../contract/index.ts';
import { seededRandom, type Clock, type UndoStack } from '../../core/index.ts';
import { startSink, type SinkPlace } from './start-sink.ts';

/** Starts a sink for each name, the chance of each its own, and registers their end with `undo`. */
export const startSinks = async (
  { names, seed, place }: { readonly names: readonly string[]; readonly seed: number; readonly place?: SinkPlace },
  clock: Clock,
  undo: UndoStack,
): Promise<ReadonlyMap<string, Sink>> => {
  const sinks = new Map<string, Sink>();
  for (const [index, name] of names.entries()) {
    const sink = await startSink(name, clock, seededRandom(seed + index), { place });
    sinks.set(name, undo.use(`stop the sink ${name}`, sink));
  }
  return sinks;
};

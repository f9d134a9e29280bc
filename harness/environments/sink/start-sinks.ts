import type { Dialect, Sink } from '../../contract/index.ts';
import { seededRandom, type Clock, type UndoStack } from '../../core/index.ts';
import { answerAs } from './answer-as.ts';
import type { ListeningPlace } from '../listening-place.ts';
import { startSink } from './start-sink.ts';

/** Each sink's name, or what it speaks by its name; one that is only named is a webhook. */
export type AskedSinks = readonly string[] | Readonly<Record<string, Dialect>>;

type Options = { readonly sinks: AskedSinks; readonly seed: number; readonly place?: ListeningPlace | undefined };

/** Starts sinks, the chance of each its own, and registers their end with `undo`. */
export const startSinks = async (
  { sinks: asked, seed, place }: Options,
  clock: Clock,
  undo: UndoStack,
): Promise<ReadonlyMap<string, Sink>> => {
  const sinks = new Map<string, Sink>();
  for (const [index, [name, dialect]] of dialectsOf(asked).entries()) {
    const sink = await startSink(name, clock, seededRandom(seed + index), { place, answer: answerAs[dialect] });
    sinks.set(name, undo.use(`stop the sink ${name}`, sink));
  }
  return sinks;
};

const isNames = (asked: AskedSinks): asked is readonly string[] => Array.isArray(asked);

const dialectsOf = (asked: AskedSinks): (readonly [string, Dialect])[] =>
  isNames(asked) ? asked.map((name) => [name, 'webhook'] as const) : Object.entries(asked);

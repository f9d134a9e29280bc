import type { EventBody, InjectedFault } from '../contract/index.ts';
import { HarnessError, type UndoStack } from '../core/index.ts';

export type Injection = {
  readonly drill: string;
  readonly title: string;
  readonly inject: () => Promise<InjectedFault>;
  readonly emit: (event: EventBody) => void;
  /** Lifts the fault at the latest. */
  readonly undo: UndoStack;
};

const liftTimeoutMs = 40_000;

/** A lifting that an interruption cut off is no failure: all that it was lifted from is stopped next. */
const unlessInterrupted = (error: unknown): void => {
  if (!(error instanceof HarnessError) || error.code !== 'INTERRUPTED') throw error;
};

/** Injects a fault, journals each of its stages, and gives the function that lifts it once, however often it is called. */
export const injectFault = async ({ drill, title, inject, emit, undo }: Injection): Promise<() => Promise<void>> => {
  const stage = (name: 'requested' | 'removing' | 'removed'): void =>
    emit({ type: 'fault', drill, title, stage: name });
  stage('requested');
  const injected = await inject();
  let lifting: Promise<void> | undefined;
  const lift = async (): Promise<void> => {
    lifting ??= (async () => {
      stage('removing');
      await injected[Symbol.asyncDispose]();
      stage('removed');
    })();
    await lifting;
  };
  undo.defer(`lift the fault: ${title}`, async () => await lift().catch(unlessInterrupted), liftTimeoutMs);
  emit({ type: 'fault', drill, title, stage: 'effective', from: injected.from, proof: injected.proof });
  return lift;
};

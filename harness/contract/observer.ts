import type { Clock } from '../core/index.ts';
import type { EventBody, ObserverName } from './event.ts';
import type { Stack } from './stack.ts';

export type ObserverContext = {
  readonly drill: string;
  readonly stack: Stack;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How often Prometheus evaluates the rules, in ms. */
  readonly evaluationIntervalMs: number;
  /** The sink that stands for the receiver of the subject's own alerts. */
  readonly receiverSink: string;
  readonly emit: (event: EventBody) => void;
};

/** Turns what it sees of a stack into events, while the drill runs, at its end, or both. */
export interface Observer {
  readonly name: ObserverName;
  /** Begins to watch; disposal ends it and says with an `observer` event whether it could see all the time. */
  watch?(context: ObserverContext): AsyncDisposable;
  /** Emits what it has kept of the span, in wall-clock ms; throws when it cannot see. */
  collect?(context: ObserverContext, span: { from: number; to: number }): Promise<void>;
}

import type { Sink, TargetedFault } from '../../contract/index.ts';
import type { Clock } from '../../core/index.ts';
import { sinkAnswers } from './sink-answers.ts';

/** A receiver takes nothing: every connection to it is reset. In effect once a delivery has met it. */
export const sinkDown = (sink: Sink, clock: Clock): TargetedFault => ({
  ...sinkAnswers(sink, { reset: true }, clock),
  title: `the receiver ${sink.name} is down`,
});

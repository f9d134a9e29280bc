import type { Fault, SinkBehaviour } from '../contract/index.ts';
import { HarnessError, poll } from '../core/index.ts';

export type SinkDisturbance = {
  /** The sink's name in the system. */
  readonly sink: string;
  readonly behaviour: SinkBehaviour;
  readonly title: string;
  /** How long the subject may take to meet it, in ms. */
  readonly metWithinMs?: number;
};

/** A destination of the subject misbehaves; in effect once a request of the subject has met it. */
export const disturbSink = ({ sink: name, behaviour, title, metWithinMs = 15_000 }: SinkDisturbance): Fault => ({
  kind: 'destination',
  title,
  needs: ['sinks'],
  async inject({ stack, clock, signal }) {
    const sink = stack.sinks.get(name);
    if (sink === undefined) throw new HarnessError('DRILL_INVALID', { what: `the system has no sink ${name}` });
    const before = sink.requests().length;
    const from = clock.now();
    const handle = sink.behave(behaviour);
    const what = `a request of the subject reaches the sink ${name}`;
    const met = { what, until: (count: number) => count > 0, everyMs: 20, timeoutMs: metWithinMs, clock, signal };
    try {
      await poll(() => sink.requests().length - before, met);
    } catch (cause) {
      handle[Symbol.dispose]();
      signal.throwIfAborted();
      throw new HarnessError('FAULT_INEFFECTIVE', { what: `${title}, and nothing met it`, cause });
    }
    return {
      from,
      proof: `a request of the subject met it at the sink ${name}`,
      [Symbol.asyncDispose]: async () => {
        handle[Symbol.dispose]();
        await Promise.resolve();
      },
    };
  },
});

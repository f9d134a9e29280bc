import type { Sink, SinkBehaviour, TargetedFault } from '../../contract/index.ts';
import { HarnessError, poll, type Clock } from '../../core/index.ts';

/** How long the subject may take to meet it, in ms. */
const metWithinMs = 10_000;

/**
 * A receiver answers with another status, or takes requests whole and drops their answers (`reset`), for a share of them
 * that the seed chooses. In effect once a delivery was answered so.
 */
export const sinkAnswers = (sink: Sink, behaviour: SinkBehaviour, clock: Clock): TargetedFault => {
  const { status, share = 1, reset = false } = behaviour;
  const how = reset ? 'drops its answer' : `answers ${status ?? 200}`;
  return {
    title: `the receiver ${sink.name} ${how} to ${Math.round(share * 100)} % of the requests`,
    needs: ['sinks'],
    async inject(signal) {
      const before = sink.requests().length;
      const from = clock.now();
      const own = sink.behave(behaviour);
      const met = (): number =>
        sink
          .requests()
          .slice(before)
          .filter((one) => one.answeredAt !== undefined && one.status === (reset ? undefined : status)).length;
      const what = `the sink ${sink.name} ${how} to a delivery`;
      const until = (count: number): boolean => count > 0;
      try {
        await poll(met, { what, until, everyMs: 20, timeoutMs: metWithinMs, clock, signal });
      } catch (cause) {
        own[Symbol.dispose]();
        signal.throwIfAborted();
        throw new HarnessError('FAULT_INEFFECTIVE', { what: `no delivery met that ${sink.name} ${how}`, cause });
      }
      return {
        from,
        proof: `${sink.name} ${how} to a delivery`,
        async [Symbol.asyncDispose]() {
          own[Symbol.dispose]();
          await Promise.resolve();
        },
      };
    },
  };
};

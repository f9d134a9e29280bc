import type { Fault, Subject } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

/** The subject is killed and leaves service discovery, as a deleted or evicted pod does. */
export const removeSubject = (): Fault => ({
  kind: 'subject-removed',
  title: 'the pod is gone: the process is killed and leaves service discovery',
  needs: ['signals', 'restart', 'targets'],
  breaksScrapes: true,
  async inject({ stack, clock, signal }) {
    const from = clock.now();
    const target = await stack.withdrawTarget(signal);
    try {
      await killed(stack.subject);
    } catch (error) {
      await target[Symbol.asyncDispose]();
      throw error;
    }
    return {
      from,
      proof: 'the process has ended and Prometheus does not scrape it any more',
      async [Symbol.asyncDispose]() {
        await stack.subject.restart();
        await target[Symbol.asyncDispose]();
      },
    };
  },
});

const killed = async (subject: Subject): Promise<void> => {
  await subject.kill();
  const state = await subject.state();
  if (state !== 'exited')
    throw new HarnessError('FAULT_INEFFECTIVE', { what: 'the killed process is still there', got: state });
};

import type { Fault } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

/** The subject is killed and leaves service discovery, as a deleted or evicted pod does. */
export const removeSubject = (): Fault => ({
  kind: 'subject-removed',
  title: 'the pod is gone: the process is killed and leaves service discovery',
  needs: ['signals', 'restart', 'targets'],
  breaksScrapes: true,
  async inject({ stack, clock }) {
    const from = clock.now();
    const target = await stack.withdrawTarget();
    await stack.subject.kill();
    const state = await stack.subject.state();
    if (state !== 'exited')
      throw new HarnessError('FAULT_INEFFECTIVE', { what: 'the killed process is still there', got: state });
    return {
      from,
      proof: 'the process has ended and no target is listed',
      async [Symbol.asyncDispose]() {
        await stack.subject.restart();
        await target[Symbol.asyncDispose]();
      },
    };
  },
});

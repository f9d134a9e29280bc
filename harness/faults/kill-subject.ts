import type { Fault } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

/** The subject's process is killed, so that its port refuses; undone by a restart at the same address. */
export const killSubject = (): Fault => ({
  kind: 'process-kill',
  title: 'the process is killed (SIGKILL)',
  needs: ['signals', 'restart'],
  breaksScrapes: true,
  async inject({ stack: { subject }, clock }) {
    const from = clock.now();
    await subject.kill();
    const state = await subject.state();
    if (state !== 'exited')
      throw new HarnessError('FAULT_INEFFECTIVE', { what: 'the killed process is still there', got: state });
    return {
      from,
      proof: 'the operating system reports that the process has ended',
      [Symbol.asyncDispose]: async () => await subject.restart(),
    };
  },
});

import type { Fault } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

/** The subject's process is stopped by a signal, so that it accepts connections and never answers. */
export const freezeSubject = (): Fault => ({
  kind: 'process-freeze',
  title: 'the process is frozen (SIGSTOP)',
  needs: ['signals'],
  breaksScrapes: true,
  async inject({ stack: { subject }, clock }) {
    const from = clock.now();
    await subject.freeze();
    const state = await subject.state();
    if (state !== 'stopped')
      throw new HarnessError('FAULT_INEFFECTIVE', { what: 'the frozen process is not stopped', got: state });
    return {
      from,
      proof: 'the operating system reports that the process is stopped',
      [Symbol.asyncDispose]: async () => await subject.thaw(),
    };
  },
});

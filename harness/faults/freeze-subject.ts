import type { Fault } from '../contract/index.ts';

/** The subject's process is stopped by a signal, so that it accepts connections and never answers. */
export const freezeSubject = (): Fault => ({
  kind: 'process-freeze',
  title: 'the process is frozen (SIGSTOP)',
  needs: ['signals'],
  breaksScrapes: true,
  async inject({ stack: { subject }, clock }) {
    const from = clock.now();
    await subject.freeze();
    return {
      from,
      proof: 'the operating system reports that the process is stopped',
      [Symbol.asyncDispose]: async () => await subject.thaw(),
    };
  },
});

import type { Fault } from '../contract/index.ts';
import { askSubject, type SubjectRequest } from './ask-subject.ts';
import { paceInWords, sendRest, type Pace } from './at-pace.ts';
import { awaitMet, shownNumber, type Met } from './met.ts';

export type PacedRequests = SubjectRequest & {
  /** What is sent, as the beginning of a title that ends with the pace. */
  readonly what: string;
  readonly pace: Pace;
  /** Where the subject shows that it met the first; the answer is enough where left out. */
  readonly met?: Met;
};

/** Requests that something is wrong with are sent to the subject; in effect once the first was answered as expected. */
export const pacedRequests = (requests: PacedRequests): Fault => ({
  kind: 'requests',
  title: `${requests.what}, ${paceInWords(requests.pace)}`,
  needs: [],
  async inject(context) {
    const { clock, signal } = context;
    const { met, pace } = requests;
    const before = met === undefined ? '' : await shownNumber(context, met);
    const from = clock.now();
    const stop = new AbortController();
    await askSubject(context, requests);
    const sending = sendRest(
      pace,
      async () => await askSubject(context, requests),
      clock,
      AbortSignal.any([stop.signal, signal]),
    );
    sending.catch(() => undefined);
    const end = async (): Promise<void> => {
      stop.abort();
      await sending;
    };
    try {
      const shown =
        met === undefined ? '' : `, and ${met.path} went from ${before} to ${await awaitMet(context, met, before)}`;
      const proof = `the subject answered the first with status ${requests.status}${shown}`;
      return { from, proof, [Symbol.asyncDispose]: end };
    } catch (cause) {
      await end();
      throw cause;
    }
  },
});

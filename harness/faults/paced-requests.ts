import type { Fault, FaultContext } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { paceInWords, sendRest, type Pace } from './at-pace.ts';
import { awaitMet, shownNumber, type Met } from './met.ts';

export type PacedRequests = {
  /** What is sent, as the beginning of a title that ends with the pace. */
  readonly what: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** How the subject answers each. */
  readonly status: number;
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
    await send(context, requests);
    const sending = sendRest(
      pace,
      async () => await send(context, requests),
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

/** Throws `FAULT_INEFFECTIVE` when the answer is another than expected. */
const send = async ({ stack }: FaultContext, { method, path, status, ...rest }: PacedRequests): Promise<void> => {
  const json = rest.body === undefined ? {} : { 'content-type': 'application/json' };
  const headers = { ...json, ...rest.headers };
  const body = rest.body === undefined ? null : JSON.stringify(rest.body);
  const got = await fetch(stack.subject.url + path, {
    method,
    headers,
    body,
    signal: AbortSignal.timeout(10_000),
  }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => 'no answer',
  );
  if (got === status) return;
  throw new HarnessError('FAULT_INEFFECTIVE', {
    what: 'a request was answered otherwise',
    where: path,
    expected: `status ${status}`,
    got: String(got),
  });
};

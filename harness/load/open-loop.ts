import type { Clock } from '../core/index.ts';

export interface Traffic extends AsyncDisposable {
  /** How many were sent, and how many of them were answered with 2xx. */
  counts(): { readonly sent: number; readonly accepted: number };
}

export type Paced = {
  readonly perSecond: number;
  /** Sends the request of an index, which counts from 0, and gives whether it was answered with 2xx. */
  readonly send: (index: number) => Promise<boolean>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Sends at an even pace that does not wait for answers, until it is disposed, which awaits those still open. */
export const openLoop = ({ perSecond, send, clock, signal }: Paced): Traffic => {
  const stop = new AbortController();
  const either = AbortSignal.any([stop.signal, signal]);
  const counts = { sent: 0, accepted: 0 };
  const open = new Set<Promise<void>>();
  const begun = clock.monotonic();
  const one = async (index: number): Promise<void> => {
    if (await send(index)) counts.accepted += 1;
  };
  const loop = (async () => {
    while (!either.aborted) {
      const sending = one(counts.sent);
      open.add(sending);
      void sending.finally(() => open.delete(sending));
      counts.sent += 1;
      await clock.sleep(begun + (counts.sent * 1000) / perSecond - clock.monotonic(), either).catch(() => undefined);
    }
  })();
  return {
    counts: () => ({ ...counts }),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await loop;
      await Promise.all(open);
    },
  };
};

/** Whether a request was answered with 2xx within 10 s; the answer is read to its end. */
export const isAccepted = async (url: string, init: RequestInit = {}): Promise<boolean> => {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  await answer?.arrayBuffer().catch(() => undefined);
  return answer?.ok === true;
};

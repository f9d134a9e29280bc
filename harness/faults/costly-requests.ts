import type { Fault, FaultContext } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

export type CostlyRequests = {
  /** A path of the subject whose answer names its cost: `server-timing: cpu;dur=` with ms of CPU time. */
  readonly path: string;
  /** How much CPU time the answers shall cost a second, in seconds. */
  readonly cores: number;
};

/** An answer that takes longer than this is none. */
const patienceMs = 10_000;

/**
 * Requests that cost the subject CPU time, one after the other, paced so that what they say they cost keeps to a share of
 * a core; what they really cost is for the drill's own metrics to show. In effect once the first was answered.
 */
export const costlyRequests = ({ path, cores }: CostlyRequests): Fault => ({
  kind: 'costly-requests',
  title: `requests of ${path} cost ${cores} cores`,
  needs: [],
  async inject(context) {
    const { clock, signal } = context;
    const stop = new AbortController();
    const stopped = AbortSignal.any([stop.signal, signal]);
    const from = clock.now();
    const begun = clock.monotonic();
    const first = await costOf(path, context);
    const asking = askOn({ path, cores }, context, { begun, spentMs: first }, stopped);
    asking.catch(() => undefined);
    return {
      from,
      proof: `the first of ${path} was answered at a cost of ${first} ms of CPU time`,
      async [Symbol.asyncDispose]() {
        stop.abort();
        await asking;
      },
    };
  },
});

const askOn = async (
  { path, cores }: CostlyRequests,
  context: FaultContext,
  since: { readonly begun: number; readonly spentMs: number },
  stopped: AbortSignal,
): Promise<void> => {
  const { clock } = context;
  let { spentMs } = since;
  for (;;) {
    await clock.sleep(since.begun + spentMs / cores - clock.monotonic(), stopped).catch(() => undefined);
    if (stopped.aborted) return;
    spentMs += await costOf(path, context);
  }
};

/** Gives the ms of CPU time that a request cost; throws `FAULT_INEFFECTIVE` for one that is not answered or names none. */
const costOf = async (path: string, { stack }: FaultContext): Promise<number> => {
  const where = stack.subject.url + path;
  const answer = await fetch(where, { signal: AbortSignal.timeout(patienceMs) }).catch((cause: unknown) => {
    throw new HarnessError('FAULT_INEFFECTIVE', { what: 'a costly request was not answered', where, cause });
  });
  await answer.arrayBuffer();
  const named = /\bcpu;dur=([0-9.]+)/.exec(answer.headers.get('server-timing') ?? '')?.[1];
  const cost = Number(named);
  if (answer.ok && cost > 0) return cost;
  const got = `status ${answer.status}, ${named ?? 'no cost'}`;
  throw new HarnessError('FAULT_INEFFECTIVE', {
    what: 'a request cost no CPU time',
    where,
    expected: 'cpu;dur over 0',
    got,
  });
};

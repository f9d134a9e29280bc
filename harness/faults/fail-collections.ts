import type { Fault, FaultContext } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { permissionsOf } from './refuse-collections.ts';

export type FailCollections = {
  /** A path of the subject that collects once for each POST, and answers 502 when it cannot. */
  readonly path: string;
  /** When each collection is asked for, in ms after the first. */
  readonly offsetsMs: readonly number[];
};

const patienceMs = 10_000;

/**
 * The subject is refused by the Kubernetes API while it is told to collect, as often as there are offsets; in effect once
 * the first collection has failed. The rest come while the fault holds.
 */
export const failCollections = ({ path, offsetsMs }: FailCollections): Fault => ({
  kind: 'failed-collections',
  title: `${offsetsMs.length} collections are asked for while the Kubernetes API refuses the monitor`,
  needs: ['kubernetes-api'],
  async inject(context) {
    const { clock, stack, signal } = context;
    const stop = new AbortController();
    const stopped = AbortSignal.any([stop.signal, signal]);
    await using undo = new AsyncDisposableStack();
    undo.use(await permissionsOf(stack).revoke());
    const from = clock.now();
    const begun = clock.monotonic();
    const until = async (offsetMs: number): Promise<void> =>
      await clock.sleep(begun + offsetMs - clock.monotonic(), stopped).catch(() => undefined);
    await collectInVain(path, context);
    const asking = (async (): Promise<void> => {
      for (const offsetMs of offsetsMs.slice(1)) {
        await until(offsetMs);
        if (stopped.aborted) return;
        await collectInVain(path, context);
      }
    })();
    asking.catch(() => undefined);
    const held = undo.move();
    return {
      from,
      proof: 'the first collection was answered with 502',
      async [Symbol.asyncDispose]() {
        stop.abort();
        try {
          await asking;
        } finally {
          await held.disposeAsync();
        }
      },
    };
  },
});

/** Throws `FAULT_INEFFECTIVE` for a collection that did not fail. */
const collectInVain = async (path: string, { stack }: FaultContext): Promise<void> => {
  const where = stack.subject.url + path;
  const { status } = await fetch(where, { method: 'POST', signal: AbortSignal.timeout(patienceMs) });
  if (status === 502) return;
  throw new HarnessError('FAULT_INEFFECTIVE', {
    what: 'a collection that Kubernetes should refuse did not fail',
    where,
    expected: '502',
    got: String(status),
  });
};

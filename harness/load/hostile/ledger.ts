import { poll } from '../../core/index.ts';
import type { HostileContext } from './hostile-context.ts';

/** What was acknowledged, against what came to the sink. */
export interface Ledger {
  /** Notes alerts that were acknowledged as new without an id of ours. */
  acknowledge(count: number): void;
  /** Notes a good alert by its id. */
  good(id: string, accepted: boolean): void;
  /** Waits until all that was acknowledged has come, or a time in which nothing more comes. */
  settle(): Promise<Settled>;
}

export type Settled = {
  readonly goodSent: number;
  readonly goodRefused: readonly string[];
  readonly goodLost: readonly string[];
  /** Alerts acknowledged as new, good ones included, and how many different ones the sink took. */
  readonly acknowledged: number;
  readonly delivered: number;
};

const settleMs = 60_000;

/** Opens the account of one run. */
export const openLedger = ({ sink, clock, signal }: HostileContext): Ledger => {
  const before = keysTaken(sink.requests()).size;
  const good = new Map<string, boolean>();
  let acknowledged = 0;
  const look = (): Settled => {
    const taken = sink.requests().filter(isTaken);
    const keys = keysTaken(taken);
    const bodies = new Set(taken.map(({ body }) => idOf(body)));
    const accepted = [...good].filter(([, isAccepted]) => isAccepted).map(([id]) => id);
    return {
      goodSent: good.size,
      goodRefused: [...good].filter(([, isAccepted]) => !isAccepted).map(([id]) => id),
      goodLost: accepted.filter((id) => !bodies.has(id)),
      acknowledged,
      delivered: keys.size - before,
    };
  };
  return {
    acknowledge: (count) => void (acknowledged += count),
    good: (id, accepted) => void good.set(id, accepted),
    async settle() {
      const waiting = { what: 'all that was acknowledged is delivered', everyMs: 100, timeoutMs: settleMs };
      const until = () => keysTaken(sink.requests()).size - before >= acknowledged;
      await poll(until, { ...waiting, until: Boolean, clock, signal }).catch(() => signal.throwIfAborted());
      return look();
    },
  };
};

type Request = ReturnType<HostileContext['sink']['requests']>[number];

const isTaken = ({ status }: Request): boolean => status !== undefined && status >= 200 && status < 300;

const keysTaken = (requests: readonly Request[]): Set<string> =>
  new Set(requests.filter(isTaken).map(({ headers }) => headers['idempotency-key'] ?? ''));

const idOf = (body: string): string | undefined => /"instance":"(good-[^"]+)"/.exec(body)?.[1];

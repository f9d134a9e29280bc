import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { Election, Term } from './election.ts';
import type { Claim, Lease, LeaseApi } from './lease-api.ts';

export interface LeaseElectionDeps {
  lease: LeaseApi;
  /** No other process has it. */
  identity: string;
  leaseSeconds: number;
  clock: Clock;
  logger: Logger;
  /** The highest token of another holder that has reached the store; a new term's is above it. */
  highestTokenBut: (holder: string) => number | undefined;
}

/** What a replica knows of the election, in monotonic milliseconds. */
interface Known {
  /** The term it was last given, and until when it leads, unless it renews. */
  term: Term | undefined;
  ledUntil: number;
  /** The write that was last seen, and until when it counts. */
  seen: { version: string; expiresAt: number } | undefined;
  /** Why the last attempt failed. */
  trouble: Error | undefined;
}

const none = Number.NEGATIVE_INFINITY;

/**
 * Elects one of the replicas that share a Lease. A leader renews every 2/15 of the lease and leads no longer than 2/3 of it
 * after it last asked for a renewal that succeeded; others take it once they have seen no write for all of it, by their own
 * clocks. So no two lead at once, however late an answer comes and whatever their clocks say. The token of a term is the
 * Lease's count of transitions, which the write that begins the term raises, and which only one of those that try can make.
 */
export function electByLease(deps: LeaseElectionDeps): Election {
  const { leaseSeconds, clock, logger } = deps;
  const known: Known = { term: undefined, ledUntil: none, seen: undefined, trouble: undefined };
  const retryMs = (leaseSeconds * 1_000 * 2) / 15;
  const stop = new AbortController();
  const isLeader = () => clock.monotonic() < known.ledUntil;
  const attempt = async () => {
    const led = isLeader();
    try {
      await claim(deps, known);
      known.trouble = undefined;
    } catch (error) {
      known.trouble = error instanceof Error ? error : new Error(String(error));
      logger.warn({ error: known.trouble.message }, 'election failed');
    }
    if (isLeader() !== led) logger.info({ leads: isLeader(), ...known.term }, 'lead changed');
  };
  const first = attempt();
  const running = first.then(() => repeat(attempt, () => pause(known, retryMs, clock), clock, stop.signal));
  return {
    current: () => currentTerm(known, clock),
    async acquire() {
      await first;
      const current = currentTerm(known, clock);
      if (current === undefined && known.trouble !== undefined) throw known.trouble;
      return current?.term;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
      if (isLeader()) await release(deps).catch(() => undefined);
    },
  };
}

function currentTerm({ term, ledUntil }: Known, clock: Clock) {
  const leftMs = ledUntil - clock.monotonic();
  return term === undefined || leftMs <= 0 ? undefined : { term, leftMs };
}

/** Calls `work` after each pause until the signal is aborted. */
async function repeat(work: () => Promise<void>, pauseMs: () => number, clock: Clock, signal: AbortSignal) {
  for (;;) {
    await clock.sleep(pauseMs(), signal);
    if (signal.aborted) return;
    await work();
  }
}

/** Until the next attempt; one that follows does not sleep past the end of the lease. */
function pause({ seen }: Known, retryMs: number, clock: Clock): number {
  const left = (seen?.expiresAt ?? none) - clock.monotonic();
  return left > 0 ? Math.min(left, retryMs) : retryMs;
}

async function claim(deps: LeaseElectionDeps, known: Known): Promise<void> {
  const { lease, identity, leaseSeconds, clock } = deps;
  const begun = clock.monotonic();
  const held = await lease.get();
  if (held !== undefined && held.version !== known.seen?.version) {
    known.seen = { version: held.version, expiresAt: clock.monotonic() + held.seconds * 1_000 };
  }
  const isMine = held?.holder === identity;
  const isFree = held === undefined || held.holder === '' || clock.monotonic() >= (known.seen?.expiresAt ?? none);
  const next = isMine || isFree ? claimOf(held, deps) : undefined;
  const isWon = next !== undefined && (await lease.put(next, held));
  known.term = isWon ? { token: next.transitions, holder: identity } : undefined;
  known.ledUntil = isWon ? begun + (leaseSeconds * 1_000 * 2) / 3 : none;
}

/** A renewal, or the first claim of a term: also where a Lease that was made anew counts from the beginning. */
function claimOf(
  held: Lease | undefined,
  { identity, leaseSeconds: seconds, clock, ...deps }: LeaseElectionDeps,
): Claim {
  const renewed = microTime(clock);
  const others = deps.highestTokenBut(identity) ?? -1;
  if (held?.holder === identity && held.transitions > others) return { ...held, seconds, renewed };
  const transitions = Math.max(held?.transitions ?? -1, others) + 1;
  return { holder: identity, seconds, acquired: renewed, renewed, transitions };
}

async function release({ lease, identity, clock }: LeaseElectionDeps): Promise<void> {
  const held = await lease.get();
  if (held?.holder !== identity) return;
  await lease.put({ ...held, holder: '', seconds: 1, renewed: microTime(clock) }, held);
}

/** The API takes times with six places only. */
const microTime = (clock: Clock): string => new Date(clock.now()).toISOString().replace('Z', '000Z');

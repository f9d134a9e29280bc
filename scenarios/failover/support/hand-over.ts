import type { DeliveryStack, LeaseState, Replica, TargetedFault } from '../../../harness/index.ts';
import { readCollections, type Collection } from './collections.ts';
import { saysItLeads, type ElectionContext } from './election-context.ts';
import { timers } from './election-settings.ts';

/** A leader to which something has happened. */
export type Fallen = {
  readonly replica: Replica;
  /** Its Lease as it was before. */
  readonly lease: LeaseState;
  /** Wall-clock ms just before. */
  readonly faultAt: number;
  /** Lifts what has happened to it. */
  readonly broken: AsyncDisposable;
};

/** Waits until one replica says that it leads and has collected; gives it, and throws where there is none. */
const leaderOf = async (context: ElectionContext): Promise<Replica> => {
  const { stack, until, allowanceMs, storePath } = context;
  let found: Replica | undefined;
  const isFound = async () => {
    const { holder } = await context.leaseOf();
    found = holder === '' ? undefined : stack.replicas.find((each) => each.output().includes(holder));
    if (found === undefined || !(await saysItLeads(found))) return false;
    return readCollections(storePath).some((each) => each.holder === holder);
  };
  const isLed = await until(isFound, 2 * timers.leaseMs + timers.intervalMs + allowanceMs);
  if (!isLed || found === undefined) throw new Error('no replica leads');
  return found;
};

/** Breaks the leader; what is broken is lifted with the drill at the latest. */
export const strike = async (
  context: ElectionContext,
  fault: (stack: DeliveryStack, replica: number, lease: LeaseState) => TargetedFault,
): Promise<Fallen> => {
  const replica = await leaderOf(context);
  const lease = await context.leaseOf();
  const faultAt = context.clock.now();
  return { replica, lease, faultAt, broken: await context.inject(fault(context.stack, replica.index, lease)) };
};

export type HandOverSteps = { readonly lease: string; readonly collections: string };

/**
 * Waits for another to lead and records when it did: counted from the last renewal where the lease had to run out, because
 * the time until a follower may take it begins there, and from the fault where the leader gave it up.
 */
export const recordHandOver = async (
  context: ElectionContext,
  fallen: Fallen,
  steps: HandOverSteps,
  by: 'expiry' | 'release' = 'expiry',
): Promise<LeaseState | undefined> => {
  const { allowanceMs, record } = context;
  const { last, next } = await nextLease(context, fallen);
  const waited =
    by === 'expiry' ? { ms: timers.leaseMs, dominant: 'leaseDuration' } : { ms: 0, dominant: 'retryPeriod' };
  const since = by === 'expiry' ? last.renewedAt : fallen.faultAt;
  const latestMs = waited.ms + timers.retryMs + allowanceMs;
  const within = { earliestMs: waited.ms, latestMs, dominant: waited.dominant };
  const first = next && (await firstCollection(context, next.holder));
  record({
    ...{ name: steps.lease, awaited: true, expected: 'another', got: next === undefined ? 'nobody' : 'another' },
    detail: next && `detected ${secondsOf(next.acquiredAt - fallen.faultAt)} after the fault`,
    within: { ...within, gotMs: next && next.acquiredAt - since },
  });
  record({
    ...{ name: steps.collections, awaited: true, expected: 'yes', got: first === undefined ? 'no' : 'yes' },
    detail: first && `taken over ${secondsOf(first.begun - fallen.faultAt)} after the fault`,
    within: { ...within, latestMs: latestMs + timers.intervalMs, gotMs: first && first.begun - since },
  });
  return next;
};

/** Writes ms as seconds. */
export const secondsOf = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

/** Waits for another to have the Lease; gives it, undefined where nobody comes, and the last that the one before had. */
const nextLease = async ({ until, allowanceMs, leaseOf }: ElectionContext, { lease: own }: Fallen) => {
  let last = own;
  let next: LeaseState | undefined;
  const isTaken = async () => {
    const lease = await leaseOf();
    if (lease.holder === own.holder) last = lease;
    else if (lease.holder !== '') next = lease;
    return next !== undefined;
  };
  await until(isTaken, 2 * timers.leaseMs + allowanceMs);
  return { last, next };
};

const firstCollection = async (context: ElectionContext, holder: string): Promise<Collection | undefined> => {
  let first: Collection | undefined;
  const isThere = () => {
    first = readCollections(context.storePath).find((each) => each.holder === holder);
    return first !== undefined;
  };
  await context.until(isThere, timers.intervalMs + context.allowanceMs);
  return first;
};

import {
  disturbLink,
  killReplica,
  terminateReplica,
  type DeliveryStack,
  type LeaseState,
  type Replica,
  type TargetedFault,
} from '../../../harness/index.ts';
import { metricOf, type ElectionContext } from './election-context.ts';
import { electionDrill, handOver, type ElectionDrill } from './election-drill.ts';
import { timers, waits } from './election-settings.ts';
import { freezeBetweenWrites } from './freeze-between-writes.ts';
import { recordHandOver, secondsOf, strike, type Fallen, type HandOverSteps } from './hand-over.ts';
import { past, recordPast } from './past-leader.ts';
import { collectsOn, prove } from './prove-election.ts';

const again: HandOverSteps = { lease: 'a third takes the lease', collections: 'collections go on again' };
const stops = 'it stops leading before another begins';
const refused = 'the store refuses what it goes on to write';
const terminateMs = 10_000;

/** Every way in which a leader can fall. */
export const electionDrills: readonly ElectionDrill[] = [
  electionDrill([], {
    name: 'leader-killed',
    title: 'the leader of three monitors is killed: another takes over once its lease has run out',
    needs: ['signals', 'restart'],
    terms: [waits.expiry, waits.collections],
    async script(context) {
      await recordHandOver(context, await strike(context, killReplica), handOver);
      await prove(context, 2);
    },
  }),
  electionDrill([], {
    name: 'leader-terminated',
    title: 'the leader of three monitors is asked to end: another takes over at once',
    needs: ['signals', 'restart'],
    terms: [waits.release, waits.collections],
    async script(context) {
      const terminate = (stack: DeliveryStack, replica: number) => terminateReplica(stack, replica, terminateMs);
      await recordHandOver(context, await strike(context, terminate), handOver, 'release');
      await prove(context, 2);
    },
  }),
  electionDrill(Object.values(again), {
    name: 'next-leader-killed',
    title: 'the leader of three monitors and then its successor are killed',
    needs: ['signals', 'restart'],
    terms: [waits.expiry, waits.expiryAgain, waits.collections],
    async script(context) {
      const next = await recordHandOver(context, await strike(context, killReplica), handOver);
      if (next === undefined) recordNobody(context, again);
      else await recordHandOver(context, await strike(context, killReplica), again);
      await prove(context, 3);
    },
  }),
  electionDrill([past], {
    name: 'leader-frozen',
    title: 'the leader of three monitors freezes, and goes on when another leads',
    needs: ['signals'],
    terms: [waits.expiry, waits.moreCollections, waits.collections],
    async script(context) {
      const { replica } = await freezeAndThaw(context);
      await recordPast(context, replica);
      await prove(context, 2);
    },
  }),
  electionDrill([stops], {
    name: 'leader-cut-off',
    title: 'the leader of three monitors is cut off from the Kubernetes API: it stops before another begins',
    links: ['kubernetes'],
    terms: [waits.expiry, waits.collections],
    async script(context) {
      const fallen = await strike(context, cutOff);
      const [stoppedAt, next] = await Promise.all([
        whenItStops(context, fallen.replica),
        recordHandOver(context, fallen, handOver),
      ]);
      recordStop(context, { fallen, stoppedAt, next });
      await prove(context, 2);
    },
  }),
  electionDrill([refused], {
    name: 'stale-leader-fenced',
    title: 'a leader that froze does not notice that another leads: the store refuses it',
    needs: ['signals'],
    variant: 'ignores-lost-lease',
    terms: [waits.expiry, waits.moreCollections, waits.collections],
    async script(context) {
      const { replica } = await freezeAndThaw(context);
      const count = (await metricOf(replica, 'collections_fenced_total')) ?? 0;
      const detail = `${count} collections`;
      context.record({ name: refused, expected: 'refused', got: count > 0 ? 'refused' : 'nothing refused', detail });
      await prove(context, 2);
    },
  }),
];

const cutOff = (stack: DeliveryStack, replica: number): TargetedFault =>
  disturbLink(stack, { to: 'kubernetes', replica, toxic: { kind: 'down' } });

const freezeAndThaw = async (context: ElectionContext): Promise<Fallen> => {
  const fallen = await strike(context, (stack, replica) => freezeBetweenWrites(stack, replica, context.storePath));
  await recordHandOver(context, fallen, handOver);
  await fallen.broken[Symbol.asyncDispose]();
  await collectsOn(context);
  return fallen;
};

/** Nobody leads who could fall. */
const recordNobody = ({ record }: ElectionContext, steps: HandOverSteps): void => {
  record({ name: steps.lease, awaited: true, expected: 'another', got: 'nobody' });
  record({ name: steps.collections, awaited: true, expected: 'yes', got: 'no' });
};

/** Gives when a replica says for the first time that it does not lead; undefined where it never does. */
const whenItStops = async ({ until, clock, allowanceMs }: ElectionContext, replica: Replica) => {
  const isOver = async () => (await metricOf(replica, 'leader_election_master_status')) === 0;
  return (await until(isOver, 2 * timers.leaseMs + allowanceMs)) ? clock.now() : undefined;
};

type Stop = {
  readonly fallen: Fallen;
  readonly stoppedAt: number | undefined;
  readonly next: LeaseState | undefined;
};

const recordStop = ({ record, allowanceMs }: ElectionContext, { fallen, stoppedAt: at, next }: Stop): void => {
  const beforeMs = at === undefined || next === undefined ? undefined : next.acquiredAt - at;
  const got = at === undefined ? 'never' : beforeMs !== undefined && beforeMs >= 0 ? 'before' : 'after';
  // A renewal may have been under way when it was cut off, and counts.
  const latestMs = timers.renewDeadlineMs + timers.retryMs + allowanceMs;
  const gotMs = at === undefined ? undefined : at - fallen.lease.renewedAt;
  const within = { gotMs, earliestMs: 0, latestMs, dominant: 'renewDeadline' };
  const detail = beforeMs === undefined ? undefined : `${secondsOf(beforeMs)} before`;
  record({ name: stops, awaited: true, expected: 'before', got, detail, within });
};

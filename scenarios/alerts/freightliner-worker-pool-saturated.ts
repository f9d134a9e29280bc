import { freightliner, scheduledPerSecond, workers } from '../../fixtures/systems/freightliner/system.ts';
import { image } from '../../fixtures/systems/freightliner/requests.ts';
import { alertDrills, freezeDependency, pacedRequests, together, type FaultShape } from '../../harness/index.ts';

/** What a replication of the small images takes at the most, in ms, and all that waited after a thaw. */
const eventMs = 1_000;

/** One worker after the other takes a replication that does not end. */
const frozen = (): FaultShape => ({
  fault: freezeDependency('registry-b'),
  crossing: [{ name: 'workers fill', earliestMs: 0, latestMs: (workers * 1_000) / scheduledPerSecond + eventMs }],
  drain: [{ name: 'transfers end', earliestMs: 0, latestMs: 2 * eventMs }],
});

const stuck = workers - 1;

export const freightlinerWorkerPoolSaturated = alertDrills({
  name: 'freightliner-worker-pool-saturated',
  system: freightliner,
  alertId: 'freightliner.alert.WorkerPoolSaturated',
  positive: {
    title: 'a pool that is held up by a frozen registry is noticed',
    // No replication ends meanwhile.
    companions: { may: ['ReplicationStopped'] },
    disturb: frozen,
  },
  justUnder: {
    title: 'a pool with one worker to spare',
    env: { SCHEDULE_INTERVAL_MS: '0' },
    companions: { may: ['ReplicationStopped'] },
    disturb: () => ({
      ...frozen(),
      fault: together('all workers but one transfer to a frozen registry', [
        freezeDependency('registry-b'),
        pacedRequests({ ...image, pace: { offsetsMs: Array.from({ length: stuck }, (_, index) => index) } }),
      ]),
    }),
  },
  shorterThanFor: {
    title: 'a registry that thaws in time is pending and no more',
    speedLimits: [{ max: 20, because: 'the workers fill in half of the for' }],
    companions: { may: ['ReplicationStopped'] },
    disturb: ({ forMs }) => ({ ...frozen(), holdMs: 0.6 * forMs }),
  },
});

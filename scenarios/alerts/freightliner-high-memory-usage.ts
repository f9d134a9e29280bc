import { cancelAll, largeImage } from '../../fixtures/systems/freightliner/requests.ts';
import { largeBytes, withLargeImage } from '../../fixtures/systems/freightliner/with-large-image.ts';
import { alertDrills, heldRequests, type FaultShape } from '../../harness/index.ts';

/** Slow enough that none of the transfers ends within a drill; nothing else is transferred meanwhile. */
const env = { WORKERS: '6', BYTES_PER_SECOND: '100', REGISTRY_TIMEOUT_MS: '900000', SCHEDULE_INTERVAL_MS: '0' };
const companions = { may: ['ReplicationStopped'] };

const weight = { cpu: 0.3, memoryMb: 5_400, lane: 'memory' };

const cancelledWithinMs = 2_000;

/** Each transfer holds the whole layer while it comes in; given up, its worker ends and the memory is free. */
const transfers = (count: number): FaultShape => ({
  fault: heldRequests({
    title: `${count} slow transfers hold memory for a layer of ${largeBytes / 1e6} MB each`,
    request: largeImage,
    count,
    held: { path: '/api/v1/status', value: /"heldBytes":(\d+)/, atLeast: count * largeBytes, withinMs: 90_000 },
    release: cancelAll,
  }),
  crossing: [],
  drain: [{ name: 'workers end', earliestMs: 0, latestMs: cancelledWithinMs }],
});
const over = 4;
const under = 3;

export const freightlinerHighMemoryUsage = alertDrills({
  name: 'freightliner-high-memory-usage',
  system: withLargeImage,
  alertId: 'freightliner.alert.HighMemoryUsage',
  positive: {
    title: 'a replicator that holds more than four gigabytes is noticed',
    env,
    weight,
    companions,
    disturb: () => transfers(over),
  },
  justUnder: {
    title: 'a replicator that holds less than four gigabytes',
    env,
    weight,
    companions,
    disturb: () => transfers(under),
  },
  shorterThanFor: {
    title: 'memory that is held for a short time is pending and no more',
    env,
    weight,
    companions,
    disturb: ({ forMs }) => ({ ...transfers(over), holdMs: 0.3 * forMs }),
  },
});

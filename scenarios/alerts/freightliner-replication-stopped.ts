import { freightliner, scheduledPerSecond } from '../../fixtures/systems/freightliner/system.ts';
import { alertDrills, loseFile, stoppedTerms, type FaultShape, type RunningRule } from '../../harness/index.ts';

/** The most that a replication of the small images takes, in ms. */
const eventMs = 1_000;

const stopped = (rule: RunningRule): FaultShape => ({
  fault: loseFile({
    path: 'rules.yaml',
    title: 'the rules of the schedule are lost, and the process lives on',
    met: { path: '/api/v1/status', value: /"images":(\d+)/, withinMs: 5_000 },
  }),
  ...stoppedTerms({ ...rule, eventsPerSecond: scheduledPerSecond, eventMs }),
});

export const freightlinerReplicationStopped = alertDrills({
  name: 'freightliner-replication-stopped',
  system: freightliner,
  alertId: 'freightliner.alert.ReplicationStopped',
  positive: { title: 'a replicator that does nothing is noticed', disturb: stopped },
  shorterThanFor: {
    title: 'a schedule that is mended in time is pending and no more',
    disturb: (rule) => ({ ...stopped(rule), holdMs: rule.windowMs + rule.forMs / 2 }),
  },
});

import type { Scenario } from '../../harness/index.ts';
import { inhibitionDrills } from './support/inhibition-drills.ts';

const critical = { severity: 'critical', system: 'freightliner' };
const warning = { severity: 'warning', system: 'freightliner' };
const elsewhere = 'cano-collector';

/**
 * Each pair meets one of the three documented inhibitions and no other. The rules leave no `system` on their alerts; it
 * is what a corrected rule would add. Nothing in the documented form looks at it.
 */
export const inhibition: Scenario = {
  drills: [],
  impossible: [],
  scripted: [
    ...inhibitionDrills({
      name: 'critical-over-warning',
      title: 'a critical alert suppresses a warning',
      source: { alertname: 'HighMemoryUsage', job: 'freightliner', ...critical },
      target: { alertname: 'WorkerPoolSaturated', job: 'freightliner', ...warning },
      other: { alertname: 'CanoCollectorDestinationFailure', severity: 'warning', system: elsewhere },
    }),
    ...inhibitionDrills({
      name: 'service-down',
      title: 'the service being down suppresses an alert of a component',
      source: { alertname: 'FreightlinerDown', job: 'freightliner', ...critical },
      target: { alertname: 'ApplicationPanics', component: 'worker', ...critical },
      other: { alertname: 'CollectorComponentLost', component: 'worker', severity: 'critical', system: elsewhere },
    }),
    ...inhibitionDrills({
      name: 'replication-stopped',
      title: 'stopped replication suppresses the failures of replication',
      source: { alertname: 'ReplicationStopped', ...critical },
      target: { alertname: 'HighReplicationFailureRate', ...critical },
      other: { alertname: 'HighReplicationDuration', severity: 'critical', system: 'another-replicator' },
    }),
  ],
};

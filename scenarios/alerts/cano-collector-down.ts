import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { downDrills } from './support/down-drills.ts';

export const canoCollectorDown = downDrills({
  name: 'cano-collector-down',
  system: canoCollector,
  alertId: 'cano.alert.CanoCollectorDown',
  called: 'collector',
  podGone: {
    for: '1m',
    trafficPerSecond: 1,
    finding: 'cano.defect.down-alert-absent',
    documented: 'CanoCollectorDown says that the pod is not running',
  },
});

import { freightliner } from '../../fixtures/systems/freightliner/system.ts';
import { downDrills } from './support/down-drills.ts';

export const freightlinerDown = downDrills({
  name: 'freightliner-down',
  system: freightliner,
  alertId: 'freightliner.alert.FreightlinerDown',
  called: 'replicator',
});

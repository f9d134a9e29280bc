import type { Scenario } from '../../harness/index.ts';
import { pairDrills } from './support/pair-drill.ts';
import { restartDrills } from './support/restart-drills.ts';

/** "Prometheus StatefulSet with 2 replicas", l. 416 of document 004, each of which may be restarted at any moment. */
export const prometheus: Scenario = { drills: [], impossible: [], scripted: [...restartDrills, ...pairDrills] };

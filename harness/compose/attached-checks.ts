import { fileURLToPath } from 'node:url';
import { attachedDrills } from '../attached/index.ts';
import type { Scenario, System } from '../contract/index.ts';
import { documentedRules, readProjectFile } from './documented-rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Gives the drills of a system that runs already. `tree` is the configuration of Alertmanager whose receivers are
 * documented, where that is another than the system is drilled with.
 */
export const attachedChecks = (system: System, tree = system.alertmanager): Scenario => ({
  drills: [],
  impossible: [],
  scripted: attachedDrills({ ...system, rules: documentedRules(system, root), tree: readProjectFile(root, tree) }),
});

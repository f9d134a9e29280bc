import type { Scenario } from '../../harness/index.ts';
import { memberDrill } from './support/member-drills.ts';

/** "Deploy multiple replicas", l. 413 of document 004: three Alertmanagers that know each other. */
export const members: Scenario = {
  drills: [],
  impossible: [],
  scripted: [
    memberDrill('terminated', 'gracefully', 'group-wait'),
    memberDrill('terminated', 'gracefully', 'notified'),
    memberDrill('killed', 'abruptly', 'group-wait'),
    memberDrill('killed', 'abruptly', 'notified'),
  ],
};

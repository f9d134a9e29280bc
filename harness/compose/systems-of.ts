import type { Scenario, System } from '../contract/index.ts';

/** The systems of a scenario's drills, one entry a drill; a drill of Alertmanager alone has none. */
export const systemsOf = ({ drills, scripted = [] }: Scenario): System[] => [
  ...drills.map(({ system }) => system),
  ...scripted.flatMap((drill) => ('delivery' in drill ? [drill.delivery.subject] : [])),
];

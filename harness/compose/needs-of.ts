import type { Capability, EnvironmentName, Scenario } from '../contract/index.ts';

/** Of the CPU that a node of two cores has left, the requests of so many subjects fit at a time, with their monitors. */
const subjectsOfNode = 4;

/**
 * Gives what the drills of a scenario say that they need; what their faults need is known only once they are planned. More
 * drills on a cluster than one node has room for need more nodes, or wait for each other.
 */
export const needsOf = (
  { drills, scripted = [] }: Scenario,
  environment: EnvironmentName = 'local',
): ReadonlySet<Capability> =>
  new Set<Capability>([
    ...[...drills, ...scripted].flatMap((drill) => ('needs' in drill ? (drill.needs ?? []) : [])),
    ...(environment === 'kind' && drills.length > subjectsOfNode ? (['many-nodes'] as const) : []),
  ]);

import type { Scenario } from '../contract/index.ts';
import type { Planned } from '../engine/index.ts';
import { planAttached } from './plan-attached.ts';
import { planDelivery } from './plan-delivery.ts';
import { planRunbook } from './plan-runbook.ts';
import { planScript } from './plan-script.ts';
import { createPlanner, type PlannerOptions } from './planner.ts';

type Options = PlannerOptions &
  Parameters<typeof planAttached>[1] &
  Parameters<typeof planDelivery>[1] &
  Omit<Parameters<typeof planRunbook>[1], 'programs'> & {
    readonly scenario: Scenario;
    /** The programs that rehearsals call, by their names. */
    readonly shell: Readonly<Record<string, string>>;
  };

/** Plans every drill of a run, by its id, before anything starts; throws what is wrong with the first that cannot be. */
export const planAll = async (options: Options): Promise<ReadonlyMap<string, Planned>> => {
  const { drills, scripted = [] } = options.scenario;
  const planner = await createPlanner(options);
  const planned = new Map<string, Planned>(drills.map((drill) => [drill.id, planner(drill)]));
  for (const drill of scripted) planned.set(drill.id, await planOne(drill, options));
  return planned;
};

const planOne = async (
  drill: NonNullable<Scenario['scripted']>[number],
  { shell, ...options }: Options,
): Promise<Planned> => {
  if ('attached' in drill) return planAttached(drill, options);
  if ('procedure' in drill) return planRunbook(drill, { ...options, programs: shell });
  return 'delivery' in drill ? planDelivery(drill, options) : await planScript(drill, options);
};

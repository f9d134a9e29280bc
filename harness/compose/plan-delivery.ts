import type { Capability, DeliveryDrill, EnvironmentName, LoadShape, Plan, Rewrite, Term } from '../contract/index.ts';
import type { PlannedDelivery } from '../engine/index.ts';
import { surroundingsOf, weightIn } from './surroundings-of.ts';
import { toolsOf } from './tools-of.ts';
import { scriptedPlan } from './scripted-plan.ts';
import { seededHash } from './seeded-hash.ts';

type Options = {
  readonly speed: number;
  readonly seed: number;
  /** What the command line changes of every load. */
  readonly load?: Partial<LoadShape> | undefined;
  /** Where the drills run. */
  readonly environment?: EnvironmentName;
};

const defaultWeight = { cpu: 0.5, memoryMb: 400 };

/** Gives a drill of deliveries with its load as it shall be sent. Its times are real, but for what it says is compressed. */
export const planDelivery = (drill: DeliveryDrill, { speed, seed, load, environment }: Options): PlannedDelivery => {
  const { id, delivery, weight = defaultWeight, script, accounts, compressed } = drill;
  const effective = Math.min(speed, compressed?.atMost ?? 1);
  const shape = drill.load && { ...drill.load, ...load };
  const around = surroundingsOf(environment);
  const scripted = scriptedPlan(drill, {
    speed: { requested: speed, effective, decidedBy: decidedBy(speed, effective) },
    terms: [...(shape === undefined ? [] : [loadTerm(shape)]), ...drill.lowerBound],
  });
  const plan: Plan = {
    ...scripted,
    timeoutMs: scripted.timeoutMs + around.overheadMs,
    rewrites: [...(effective === 1 ? [] : (compressed?.rewrites(effective) ?? [])), ...cpuRewrites(delivery)],
    accounts: [...accounts],
    ...(shape && { load: shape }),
  };
  return {
    plan,
    delivery: { ...delivery, drill: id, seed: seededHash(seed, id), loaded: shape !== undefined },
    shape,
    ingestPath: delivery.subject.ingestPath ?? '/',
    needs: needsOf(drill),
    script,
    weight: weightIn(weight, around),
  };
};

const cpuRewrites = ({ cpuShare }: DeliveryDrill['delivery']): Rewrite[] =>
  cpuShare === undefined
    ? []
    : [{ where: 'Deployment › resources › requests › cpu', from: '100 %', to: `${Math.round(cpuShare * 100)} %` }];

const decidedBy = (requested: number, effective: number): string => {
  if (effective === requested) return 'as requested';
  return effective === 1 ? 'the drill, whose times are real' : 'the drill, whose other timers do not compress';
};

const loadTerm = ({ durationMs }: LoadShape): Term => ({
  name: 'load',
  earliestMs: durationMs,
  latestMs: durationMs,
});

const needsOf = (drill: DeliveryDrill): Capability[] => [
  'replicas',
  ...(drill.needs ?? []),
  ...(drill.delivery.database === true ? (['database'] as const) : []),
  ...(drill.delivery.dataDiskMb === undefined ? [] : (['small-file-system'] as const)),
  ...(drill.delivery.subject.kubernetes === undefined ? [] : (['kubernetes-api'] as const)),
  ...[...toolsOf(drill), ...systemTools(drill)].map((name) => `tool:${name}` as const),
];

const systemTools = ({ delivery: { subject } }: DeliveryDrill): string[] =>
  (subject.dependencies ?? []).flatMap(({ tool }) => tool ?? []);

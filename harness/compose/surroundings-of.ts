import type { Drill, EnvironmentName, Weight } from '../contract/index.ts';

/** What an environment adds to the plan of every drill. */
export type Surroundings = {
  readonly speedLimits: NonNullable<Drill['speedLimits']>;
  /** What a drill weighs there beside what it weighs locally. */
  readonly weight: { readonly cpu: number; readonly memoryMb: number };
  /** How much longer a stack may take to start and to be undone, in ms. */
  readonly overheadMs: number;
};

const none: Surroundings = { speedLimits: [], weight: { cpu: 0, memoryMb: 0 }, overheadMs: 0 };

const onKind: Surroundings = {
  // Above it a drill is over before the cluster has seen what happened to it.
  speedLimits: [{ max: 12, because: "kubelet's timers do not compress" }],
  // Seen from the machine a stack computes little; that its requests fit is a matter of nodes.
  weight: { cpu: 0.15, memoryMb: 300 },
  overheadMs: 300_000,
};

/** Gives what the environment of a run adds to its plans; nothing for one that is not named. */
export const surroundingsOf = (environment: EnvironmentName | undefined): Surroundings =>
  environment === 'kind' ? onKind : none;

/** Gives a drill's weight in its surroundings. */
export const weightIn = ({ cpu, memoryMb, ...lane }: Weight, { weight }: Surroundings): Weight => ({
  ...lane,
  cpu: cpu + weight.cpu,
  memoryMb: memoryMb + weight.memoryMb,
});

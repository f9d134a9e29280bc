import type { StepFact } from '../../../harness/index.ts';
import { replicas } from './autoscaler.ts';
import type { ReplicaStart } from './scaling-sample.ts';
import type { ScalingStory } from './scaling-story.ts';
import { seenEveryMs } from './watch-scaling.ts';

export const steps = {
  up: 'it scales up',
  full: `it has ${replicas.most} ready replicas`,
  ready: 'a new replica is ready',
  waits: 'it waits for the stabilisation window',
  down: 'it scales down',
  back: `it is back at ${replicas.least} replicas`,
  steady: 'it does not flap',
} as const;

/** How often metrics-server asks the kubelets, over how long they average, and how often the autoscaler looks, in ms. */
const measured = { everyMs: 15_000, averageMs: 15_000, lookMs: 15_000 };
const noticesWithinMs = measured.everyMs + measured.averageMs + measured.lookMs;
/** From two: four more at a look, then twice as many. */
const looksToFull = 2;
/** The documented readiness probe: its first delay, and then its period. */
const probe = { delayMs: 5_000, periodMs: 5_000 };
/** What a pod takes until its program listens, eight of them at a time on the cores that the load has most of. */
const startMs = 30_000;
/** Idle replicas use at most half of what it aims at: from ten to five, then to three and to two, each step after the window. */
const furtherSteps = 2;
/** Until a pod that finishes what it has is gone: Kubernetes' own grace. */
const graceMs = 30_000;
/** For so much of the load it may not know the CPU, as before its first look. */
const blindAtMost = 0.5;

export type FactsInput = {
  readonly story: ScalingStory;
  readonly starts: readonly ReplicaStart[];
  readonly loadFrom: number;
  readonly windowMs: number;
  readonly allowanceMs: number;
};

/** What the autoscaler was expected to do, and what it did; none is decided where it did not know the CPU. */
export const scalingFacts = (input: FactsInput): StepFact[] => {
  const { story } = input;
  const undecided =
    story.blindShare > blindAtMost
      ? `the autoscaler did not know the CPU: ${story.problem ?? 'it was not seen under the load'}`
      : undefined;
  return [...upFacts(input), ...downFacts(input)].map((fact) => ({ ...fact, ...(undecided && { undecided }) }));
};

const upFacts = ({ story, starts, loadFrom, allowanceMs }: FactsInput): StepFact[] => {
  const firstLatest = noticesWithinMs + allowanceMs;
  const readyLatest = probe.delayMs + probe.periodMs + startMs + allowanceMs;
  const made = starts.filter(({ madeAt }) => madeAt >= loadFrom);
  const slowest = Math.max(...made.map(({ madeAt, readyAt }) => (readyAt ?? Infinity) - madeAt));
  const readyMs = made.length > 0 && Number.isFinite(slowest) ? Math.max(0, slowest) : undefined;
  return [
    fact(steps.up, ['more replicas', 'no more'], story.firstUpMs, {
      ...{ earliestMs: 0, latestMs: firstLatest, dominant: 'how often the CPU is measured' },
    }),
    {
      ...fact(steps.full, [String(replicas.most), String(story.peakReady)], story.fullMs, {
        ...{ earliestMs: 0, latestMs: firstLatest + looksToFull * 2 * measured.lookMs + readyLatest },
        dominant: 'how often the autoscaler looks',
      }),
      detail: `at most ${story.peakReady} ready; wanted were ${courseText(story)}`,
    },
    {
      ...fact(steps.ready, ['in time', made.length === 0 ? 'there was none' : 'not in time'], readyMs, {
        ...{ earliestMs: 0, latestMs: readyLatest, dominant: 'the start of the program' },
      }),
      detail: `the slowest of ${made.length}`,
    },
  ];
};

/** The latest that it first scales down, and that it is back, after a load has ended, in ms. */
export const downWithin = (
  windowMs: number,
  allowanceMs: number,
): { readonly firstMs: number; readonly backMs: number } => {
  const firstMs = windowMs + noticesWithinMs + measured.lookMs + allowanceMs;
  return { firstMs, backMs: firstMs + furtherSteps * (windowMs + 2 * measured.lookMs) + graceMs };
};

const downFacts = ({ story, windowMs, allowanceMs }: FactsInput): StepFact[] => {
  const { firstMs: firstLatest, backMs: backLatest } = downWithin(windowMs, allowanceMs);
  const dominant = 'the window in which it does not scale down';
  const turned = story.turns === 0 ? 'it did not scale' : `${story.turns} changes of mind`;
  return [
    fact(steps.waits, ['fewer replicas after it', 'no fewer'], story.quietMs, {
      // Its last reason was seen until its next look.
      ...{ earliestMs: Math.max(0, windowMs - measured.lookMs - seenEveryMs), latestMs: firstLatest, dominant },
    }),
    fact(steps.down, ['fewer replicas', 'no fewer'], story.firstDownMs, {
      ...{ earliestMs: 0, latestMs: firstLatest, dominant },
    }),
    fact(steps.back, ['back', 'not back'], story.backMs, {
      ...{ earliestMs: 0, latestMs: backLatest, dominant },
    }),
    {
      name: steps.steady,
      expected: 'up once and down once',
      got: story.turns === 1 ? 'up once and down once' : turned,
    },
  ];
};

/** As `2, 6 at 27 s (215 % CPU), 10 at 43 s (140 % CPU)`. */
const courseText = ({ course }: ScalingStory): string =>
  course
    .map(({ atMs, wanted, cpuPercent }, index) => {
      if (index === 0) return String(wanted);
      const cpu = cpuPercent === undefined ? '' : ` (${cpuPercent} % CPU)`;
      return `${wanted} at ${Math.round(atMs / 1_000)} s${cpu}`;
    })
    .join(', ');

type Within = Omit<NonNullable<StepFact['within']>, 'gotMs'>;

type Wording = readonly [expected: string, otherwise: string];

const fact = (name: string, [expected, otherwise]: Wording, gotMs: number | undefined, within: Within): StepFact => ({
  name,
  expected,
  got: gotMs === undefined ? otherwise : expected,
  awaited: true,
  within: { ...within, gotMs },
});

import { HarnessError } from '../core/index.ts';
import { peakRate } from './intended-offset.ts';
import type { Arrivals, LoadPlan } from './load-plan.ts';

export type ProfileInput = {
  readonly name: string;
  /** Eight hexadecimal digits of the run or drill. */
  readonly run: string;
  readonly seed: number;
  /** The rate of a steady load; each profile says what it is of it. */
  readonly alertsPerSecond: number;
  readonly durationMs: number;
  readonly alertsPerRequest: number;
  readonly target?: LoadPlan['target'];
  readonly skewMs?: number | undefined;
  readonly labels?: Readonly<Record<string, string>>;
  /** 10 s where it is not given. */
  readonly answerWithinMs?: number;
  /** As many as can be open when nothing is answered in time, and a fifth more, from 10 to 1000, where it is not given. */
  readonly atOnce?: number;
};

type Shape = Pick<LoadPlan, 'arrivals' | 'resolveAfter'> & Partial<LoadPlan>;
type Stages = Extract<Arrivals, { kind: 'ramping' }>['stages'];

const ramp = { steps: 10 };
const spike = { times: 5, share: 1 / 5 };
const storm = { share: 1 / 5 };
const flapping = { groups: 10 };
const large = { alertsPerRequest: 200, detailLength: 4_000 };
const resolvedAfterS = { usually: 2, inSoak: 60 };

/** Each gives the plan of a load; throws `DRILL_INVALID` for a load that cannot be. */
export const profiles = {
  /** The same rate all the time. */
  steady: (input: ProfileInput): LoadPlan =>
    plan(input, { arrivals: constant(input), resolveAfter: after(input, resolvedAfterS.usually) }),

  /** Ten steps of the same length from a tenth of the rate to the rate, to find where the subject no longer keeps up. */
  ramp: (input: ProfileInput): LoadPlan => {
    const durationMs = input.durationMs / ramp.steps;
    const rates = Array.from({ length: ramp.steps }, (_, step) => (perSecond(input) * (step + 1)) / ramp.steps);
    const stages = rates.flatMap((rate) => held(rate, durationMs));
    return plan(input, { arrivals: ramping(stages), resolveAfter: after(input, resolvedAfterS.usually) });
  },

  /** The rate, but five times as much for a fifth of the time in the middle. */
  spike: (input: ProfileInput): LoadPlan => {
    const rate = perSecond(input);
    const beside = (input.durationMs * (1 - spike.share)) / 2;
    const middle = held(rate * spike.times, input.durationMs * spike.share);
    const stages = [...held(rate, beside), ...middle, ...held(rate, beside)];
    return plan(input, { arrivals: ramping(stages), resolveAfter: after(input, resolvedAfterS.usually) });
  },

  /** The same rate all the time, with alerts that stay for a minute, so that many are open at once. */
  soak: (input: ProfileInput): LoadPlan =>
    plan(input, { arrivals: constant(input), resolveAfter: after(input, resolvedAfterS.inSoak) }),

  /** One cause: all that the rate gives fires in the first fifth of the time, and resolves in the last. */
  storm: (input: ProfileInput): LoadPlan => {
    const rate = perSecond(input) / (2 * storm.share);
    const burst = held(rate, input.durationMs * storm.share);
    const arrivals = ramping([...burst, ...held(0, input.durationMs * (1 - 2 * storm.share)), ...burst]);
    return plan(input, { arrivals, resolveAfter: arrivals.requests / 2, hasOneCause: true });
  },

  /** Ten groups at the rate, each of which fires and resolves again and again. */
  flapping: (input: ProfileInput): LoadPlan =>
    plan(input, { arrivals: constant(input), resolveAfter: flapping.groups, groups: flapping.groups }),

  /** The rate in bodies of about 1 MB: at least 200 alerts in a request, with 4000 characters on each. */
  large: (given: ProfileInput): LoadPlan => {
    const input = { ...given, alertsPerRequest: Math.max(given.alertsPerRequest, large.alertsPerRequest) };
    const { detailLength } = large;
    return plan(input, { arrivals: constant(input), resolveAfter: after(input, resolvedAfterS.usually), detailLength });
  },
} as const;

const perSecond = ({ alertsPerSecond, alertsPerRequest }: ProfileInput): number => alertsPerSecond / alertsPerRequest;

const after = (input: ProfileInput, seconds: number): number => Math.max(1, Math.round(perSecond(input) * seconds));

/** Even, so that each group that fires resolves. */
const even = (requests: number): number => 2 * Math.ceil(requests / 2 - 1e-9);

const constant = (input: ProfileInput): Arrivals => {
  const rate = perSecond(input);
  return { kind: 'constant', perSecond: rate, requests: even((rate * input.durationMs) / 1000) };
};

const held = (rate: number, durationMs: number): Stages => {
  const perSecond = Math.round(rate * 1000) / 1000;
  return [
    { durationMs: 0, perSecond },
    { durationMs: Math.round(durationMs), perSecond },
  ];
};

/** The stages, with the last held until half of a request over the last whole one, so that no rounding changes how many. */
const ramping = (stages: Stages): Arrivals => {
  const area = stages.reduce((sum, { durationMs, perSecond }) => sum + (durationMs * perSecond) / 1000, 0);
  const requests = even(area);
  const { perSecond = 0 } = stages.at(-1) ?? {};
  const durationMs = Math.round(((requests + 0.5 - area) * 1e6) / perSecond) / 1000;
  const startPerSecond = stages[0]?.perSecond ?? 0;
  return { kind: 'ramping', startPerSecond, stages: [...stages, { durationMs, perSecond }], requests };
};

const plan = (input: ProfileInput, shape: Shape): LoadPlan => {
  const { name, run, seed, alertsPerRequest, target = 'webhook', labels = {}, answerWithinMs = 10_000 } = input;
  const problem = problemOf(input);
  if (problem !== undefined)
    throw new HarnessError('DRILL_INVALID', { what: 'the load cannot be', where: name, ...problem });
  const openAtOnce = Math.ceil((peakRate(shape.arrivals) * answerWithinMs * 1.2) / 1000);
  const atOnce = input.atOnce ?? Math.min(1000, Math.max(10, openAtOnce));
  const common = { name, run, seed, target, alertsPerRequest, labels, answerWithinMs, atOnce };
  const skew = input.skewMs === undefined ? {} : { skewMs: input.skewMs };
  return { ...common, ...skew, hasOneCause: false, detailLength: 0, ...shape };
};

const problemOf = (input: ProfileInput): { expected: string; got: string } | undefined => {
  const { run, alertsPerSecond, durationMs, alertsPerRequest } = input;
  if (!/^[0-9a-f]{8}$/.test(run)) return { expected: 'eight hexadecimal digits of the run', got: run };
  if (!(durationMs >= 1000)) return { expected: 'at least 1 s', got: `${durationMs} ms` };
  if (!Number.isInteger(alertsPerRequest) || alertsPerRequest < 1) {
    return { expected: 'a whole number of alerts in a request', got: String(alertsPerRequest) };
  }
  if (!(perSecond(input) >= 0.01)) {
    return { expected: 'at least one request in 100 s', got: `${alertsPerSecond} alerts a second` };
  }
  return undefined;
};

import type { Stream, Witness } from '../contract/index.ts';
import { bucketQuantile } from '../measure/index.ts';
import { extrapolatedIncrease } from './extrapolated-increase.ts';
import type { Sample } from './samples.ts';

export type Moment = { readonly at: number; readonly windowSeconds: number };
type Sampled = { readonly stream: Stream; readonly samples: readonly Sample[] };

/** How far an instant selector looks back for a sample, in seconds: Prometheus' default. */
const lookbackSeconds = 300;

/** The part of the documented histograms' rules that is the same in all of them. */
const documentedQuantile = 0.95;

/**
 * Gives the value that the left side of an alert's comparison has at a moment, in our own arithmetic and not
 * Prometheus'; undefined where there is none. The forms: `value` is the first stream; `rate` and `increase` are the sum
 * of the streams' ; `ratio` is the first over the second; `rate-ratio` the first's rate over the sum of all rates;
 * `self-ratio` the first's rate over itself; `rate-by-value` the first's rate over the second's value; `quantile` the
 * 0.95-quantile of the buckets; `age` the time since the first.
 */
export const evaluate = (form: Witness['form'], sampled: readonly Sampled[], moment: Moment): number | undefined => {
  const [first, second] = sampled;
  const rates = sampled.map(({ samples }) => perSecond(samples, moment));
  const value = (each: Sampled | undefined): number | undefined => latest(each?.samples ?? [], moment.at);
  const forms: Record<Witness['form'], () => number | undefined> = {
    value: () => value(first),
    age: () => over(value(first), (stamp) => moment.at - stamp),
    ratio: () => divide(value(first), value(second)),
    rate: () => sum(rates),
    increase: () => over(sum(rates), (rate) => rate * moment.windowSeconds),
    'rate-ratio': () => divide(rates[0], sum(rates)),
    'self-ratio': () => divide(rates[0], rates[0]),
    'rate-by-value': () => divide(rates[0], value(second)),
    quantile: () => quantileOf(sampled, rates),
  };
  return forms[form]();
};

const quantileOf = (sampled: readonly Sampled[], rates: readonly (number | undefined)[]): number | undefined => {
  const buckets = sampled.map(({ stream }, index) => ({ le: boundOf(stream), count: rates[index] ?? 0 }));
  return bucketQuantile(documentedQuantile, buckets)?.value;
};

const boundOf = ({ series }: Stream): number => {
  const le = /\ble="([^"]*)"/.exec(series)?.[1];
  return le === '+Inf' ? Infinity : Number(le);
};

const perSecond = (samples: readonly Sample[], moment: Moment): number | undefined =>
  over(extrapolatedIncrease(samples, moment), (increase) => increase / moment.windowSeconds);

const latest = (samples: readonly Sample[], at: number): number | undefined =>
  samples.findLast((sample) => sample.at <= at && sample.at > at - lookbackSeconds)?.value;

const over = (value: number | undefined, use: (value: number) => number): number | undefined =>
  value === undefined ? undefined : use(value);

const divide = (left: number | undefined, right: number | undefined): number | undefined =>
  left === undefined || right === undefined ? undefined : left / right;

const sum = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
};

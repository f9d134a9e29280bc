import type { Bucket, LatencyHistogram } from '../contract/index.ts';
import type { LatencyBounds } from './at-rank.ts';
import { bucketQuantile, type BucketQuantile } from './bucket-quantile.ts';
import { latencyQuantile } from './latency-quantile.ts';
import { quantileInterval } from './quantile-interval.ts';

export type BoxComparison = {
  /**
   * `agrees` where what the subject says is within the interval of what arrived; `bucket-error` where it is not, but
   * somewhere in its bucket the two may meet; `unexplained` where they cannot; `unknown` where one of them says nothing.
   */
  readonly outcome: 'agrees' | 'bucket-error' | 'unexplained' | 'unknown';
  /** A sentence with both and why they differ. */
  readonly reason: string;
  /** The interval of what arrived, in ms. */
  readonly black: LatencyBounds | undefined;
  /** What the subject says, in ms. */
  readonly white: BucketQuantile | undefined;
};

type Boxes = {
  readonly quantile: number;
  readonly confidence: number;
  /** What arrived, from the intended times. */
  readonly histogram: LatencyHistogram;
  /** What the subject observed of the same run, by `le` in seconds as Prometheus has it. */
  readonly buckets: readonly Bucket[];
};

/** Compares a quantile of what arrived with what the subject says of itself, and says whether its buckets explain the rest. */
export const compareBoxes = ({ quantile, confidence, histogram, buckets }: Boxes): BoxComparison => {
  const inMs = buckets.map(({ le, count }) => ({ le: le * 1_000, count }));
  const name = `p${Number((quantile * 100).toFixed(3))}`;
  const black = quantileInterval(histogram, quantile, confidence);
  const white = bucketQuantile(quantile, inMs);
  if (black === undefined || white === undefined) {
    const silent =
      black === undefined ? `too little arrived for an interval of ${name}` : `the subject observed nothing`;
    return { outcome: 'unknown', reason: `${name} cannot be compared: ${silent}`, black, white };
  }
  const seen = latencyQuantile(histogram, quantile)?.upper ?? black.upper;
  const outcome = outcomeOf(black, white);
  const said = `${name} of what arrived is ${ms(seen)} (${ms(black.lower)} to ${ms(black.upper)}), the subject says ${ms(white.value)}`;
  return { outcome, reason: `${said}: ${whyOf(outcome, black, white)}`, black, white };
};

const outcomeOf = (black: LatencyBounds, white: BucketQuantile): 'agrees' | 'bucket-error' | 'unexplained' => {
  if (black.lower <= white.value && white.value <= black.upper) return 'agrees';
  return white.lower <= black.upper && black.lower <= white.upper ? 'bucket-error' : 'unexplained';
};

const whyOf = (
  outcome: 'agrees' | 'bucket-error' | 'unexplained',
  black: LatencyBounds,
  white: BucketQuantile,
): string => {
  const bucket = `its bucket is ${ms(white.lower)} to ${ms(white.upper)}`;
  if (outcome === 'agrees') return 'they agree';
  if (outcome === 'bucket-error') {
    return white.upper === Infinity
      ? `${bucket}, and past its highest bound it can only name that bound`
      : `${bucket}, and within it it can only guess`;
  }
  return black.lower > white.upper
    ? `${bucket}, so alerts wait where it does not measure`
    : `${bucket}, so it measures what the receiver did not wait for`;
};

const ms = (value: number): string => (value === Infinity ? '+Inf' : `${Number(value.toPrecision(4))} ms`);

import type { Random } from '../clock.ts';

/** What is estimated of the durations, in ms, and the CPU time it took. */
export interface Report {
  /** The 95th percentile, and the interval that holds it in 95 % of resamples. */
  p95Ms: number;
  interval: [low: number, high: number];
  cpuMs: number;
}

export interface ReportOptions {
  durations: readonly number[];
  resamples: number;
  random: Random;
}

/** Estimates from durations; undefined when there are none. */
export type CreateReport = (options: ReportOptions) => Promise<Report> | Report;

const draws = 1_000;

/** Estimates the 95th percentile by the bootstrap: as many resamples of the durations as asked for, drawn with replacement. */
export const createReport: CreateReport = ({ durations, resamples, random }) => {
  const before = process.cpuUsage();
  const estimates = Float64Array.from({ length: resamples }, () =>
    percentile(resample(durations, random), 0.95),
  ).sort();
  const interval: Report['interval'] = [at(estimates, 0.025), at(estimates, 0.975)];
  const { user, system } = process.cpuUsage(before);
  return { p95Ms: percentile(Float64Array.from(durations), 0.95), interval, cpuMs: (user + system) / 1_000 };
};

function resample(durations: readonly number[], random: Random): Float64Array {
  return Float64Array.from({ length: draws }, () => durations[Math.floor(random() * durations.length)] ?? 0);
}

function percentile(values: Float64Array, share: number): number {
  return at(values.sort(), share);
}

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

import { betaQuantile } from './beta-quantile.ts';

export type Interval = { readonly lower: number; readonly upper: number };

/**
 * Gives the exact interval of Clopper and Pearson ("The use of confidence or fiducial limits illustrated in the case of the
 * binomial", Biometrika 26, 1934) for the share that `successes` of `total` come from: it covers the true share in at
 * least `confidence` of all samples. Its ends are quantiles of beta distributions, so neither number need be whole, which
 * is how Korn and Graubard (Survey Methodology 24, 1998) take it to samples that are worth fewer than they are.
 */
export const binomialInterval = (successes: number, total: number, confidence: number): Interval => {
  const tail = (1 - confidence) / 2;
  return {
    lower: lowerEnd(successes, total - successes, tail),
    upper: 1 - lowerEnd(total - successes, successes, tail),
  };
};

const lowerEnd = (successes: number, failures: number, tail: number): number =>
  successes <= 0 ? 0 : betaQuantile(tail, successes, failures + 1);

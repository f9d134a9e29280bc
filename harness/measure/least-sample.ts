/**
 * Gives the least number of samples with which an objective can be shown to hold at all: with fewer, the interval of not one
 * failure still begins under it. The lower end for n of n is (α/2)^(1/n), so it is the least n with (α/2)^(1/n) ≥ objective.
 */
export const leastSample = (objective: number, confidence: number): number =>
  Math.ceil(Math.log((1 - confidence) / 2) / Math.log(objective));

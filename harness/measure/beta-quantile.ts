import { incompleteBeta } from './incomplete-beta.ts';

/**
 * Gives the x for which the regularised incomplete beta function I_x(a, b) is `probability`: by bisection, for the function
 * grows with x, down to neighbouring numbers or a relative width of 1e-14.
 */
export const betaQuantile = (probability: number, a: number, b: number): number => {
  let [low, high] = [0, 1];
  while (high - low > 1e-14 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (incompleteBeta(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

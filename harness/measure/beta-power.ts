/**
 * Gives x^a (1 − x)^b / B(a, b), for a and b above 0 and x between 0 and 1, without the loss of digits that logarithms of
 * the gamma function bring where a + b is large: as the saddle-point form of the binomial probability (Loader, "Fast and
 * accurate computation of binomial probabilities", 2000), with n = a + b.
 */
export const betaPower = (x: number, a: number, b: number): number => {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * (1 - x));
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(exponent);
};

/** What ln Γ(z + 1) is above Stirling's (z + ½) ln z − z + ½ ln 2π: its series, or a step down from what it is at z + 1. */
const stirlingError = (z: number): number => {
  if (z < 16) return stirlingError(z + 1) + (z + 0.5) * Math.log1p(1 / z) - 1;
  const square = z * z;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / z;
};

/** observed ln(observed / expected) + expected − observed; by its series where the two are close and would cancel. */
const deviance = (observed: number, expected: number): number => {
  const [gap, ratio] = [observed - expected, (observed - expected) / (observed + expected)];
  if (Math.abs(ratio) > 0.1) return observed * Math.log(observed / expected) - gap;
  const square = ratio * ratio;
  let [sum, power] = [gap * ratio, 2 * observed * ratio];
  for (let odd = 3; odd < 100; odd += 2) {
    power *= square;
    const next = sum + power / odd;
    if (next === sum) break;
    sum = next;
  }
  return sum;
};

import { HarnessError } from '../core/index.ts';
import { betaPower } from './beta-power.ts';

const mostSteps = 1_000_000;
const tiny = 1e-300;

/**
 * Gives the regularised incomplete beta function I_x(a, b), for a and b above 0 and x from 0 to 1: the continued fraction
 * of DLMF 8.17.22, evaluated forwards by the modified Lentz method (Thompson and Barnett, 1986), on the side of the mean
 * where it converges, within some √(a + b) steps. Good to some 1e-12 of its value for a + b up to 1e7.
 */
export const incompleteBeta = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x <= (a + 1) / (a + b + 2) ? lowerTail(x, a, b) : 1 - lowerTail(1 - x, b, a);
};

const lowerTail = (x: number, a: number, b: number): number => {
  let [fraction, numerator, denominator] = [1, 1, 0];
  for (let step = 1; step <= mostSteps; step += 1) {
    const term = coefficient(step, x, a, b);
    denominator = 1 / awayFromZero(1 + term * denominator);
    numerator = awayFromZero(1 + term / numerator);
    const change = numerator * denominator;
    fraction *= change;
    if (Math.abs(change - 1) < 2 * Number.EPSILON) return betaPower(x, a, b) / (a * fraction);
  }
  throw new HarnessError('INTERNAL', { what: 'the incomplete beta function did not converge', got: `${x} ${a} ${b}` });
};

/** The partial numerators d of DLMF 8.17.23. */
const coefficient = (step: number, x: number, a: number, b: number): number => {
  const m = Math.floor(step / 2);
  const scale = x / (a + step - 1) / (a + step);
  return step % 2 === 0 ? m * (b - m) * scale : -(a + m) * (a + b + m) * scale;
};

const awayFromZero = (value: number): number => (Math.abs(value) < tiny ? tiny : value);

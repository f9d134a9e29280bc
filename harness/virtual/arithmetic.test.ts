import { describe, expect, it } from 'vitest';
import { alertStates } from './alert-states.ts';

describe('the states of an alert', () => {
  const states = (text: string, forSeconds: number): string =>
    alertStates(
      Array.from(text, (each) => each === '1'),
      15,
      forSeconds,
    )
      .map((state) => state.charAt(0))
      .join('');

  it.each([
    ['0111110', 45, 'ipppffi'],
    ['0111010', 45, 'ipppipi'],
    ['0110', 0, 'iffi'],
    ['01110', 20, 'ippfi'],
  ])('of %s with a for of %i s are %s', (truth, forSeconds, expected) => {
    expect(states(truth, forSeconds)).toBe(expected);
  });
});

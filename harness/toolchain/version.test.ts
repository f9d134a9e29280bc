import { describe, expect, it } from 'vitest';
import { describeAccepted, isAccepted, isAtLeast } from './version.ts';

describe('isAccepted', () => {
  const accepted = { from: '3.15.0', below: '3.16.0' };
  it.each([
    ['3.15.0', true],
    ['3.15.9', true],
    ['3.14.9', false],
    ['3.16.0', false],
    ['2.99.0', false],
    ['4.0.0', false],
    ['3.9.20', false],
  ])('judges %s as %s', (version, isIn) => {
    expect(isAccepted(version, accepted)).toBe(isIn);
  });

  it('says the range in words', () => {
    expect(describeAccepted(accepted)).toBe('3.15.0 or newer, below 3.16.0');
  });
});

describe('isAtLeast', () => {
  it('takes a missing last number as 0', () => {
    expect(isAtLeast('1.26', '1.26.0')).toBe(true);
    expect(isAtLeast('1.25', '1.26.0')).toBe(false);
  });
});

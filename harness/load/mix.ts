/** Thirty-two bits that depend on every bit of the seed, the number and the salt (the finalizer of MurmurHash3). */
export const mix = (seed: number, number: number, salt = 0): number => {
  let state = (seed ^ Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca77)) >>> 0;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
};

/** Eight lower-case hexadecimal digits of thirty-two bits. */
export const hex = (bits: number): string => bits.toString(16).padStart(8, '0');

/** One of the values, by the bits. */
export const pick = <T>(values: readonly [T, ...T[]], bits: number): T => values[bits % values.length] ?? values[0];

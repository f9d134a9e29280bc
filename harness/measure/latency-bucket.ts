/** Buckets to each doubling: a bucket's width is at most 1/128, 0.8 %, of its lower end. */
const perOctave = 128;
/** Twenty halvings under the limit, 4.8 µs under 5 s, all that is shorter shares one bucket. */
const lowest = -20 * perOctave;
const bits = new DataView(new ArrayBuffer(8));

/**
 * Gives the index of the bucket that holds `ms`, in a layout that has `limitMs` as an edge: bucket 0 ends with it.
 * Log-linear as in HdrHistogram (Gil Tene): an octave is a binary exponent, cut evenly by the leading seven bits of the
 * fraction, so the index is read off the number's own bits and exact.
 */
export const bucketIndex = (ms: number, limitMs: number): number => {
  const inLimits = ms / limitMs;
  if (inLimits <= 2 ** (lowest / perOctave)) return lowest;
  bits.setFloat64(0, inLimits);
  const high = bits.getUint32(0);
  const isPastEdge = (high & 0x1fff) !== 0 || bits.getUint32(4) !== 0;
  return (high >>> 13) - 1023 * perOctave + (isPastEdge ? 1 : 0);
};

/** Gives the ends of a bucket in ms: it holds what is above `lower` and at or under `upper`. */
export const bucketBounds = (index: number, limitMs: number): { lower: number; upper: number } => ({
  lower: index <= lowest ? 0 : upperEdge(index - 1, limitMs),
  upper: upperEdge(index, limitMs),
});

const upperEdge = (index: number, limitMs: number): number => {
  const octave = Math.floor(index / perOctave);
  return limitMs * 2 ** octave * (1 + (index - octave * perOctave) / perOctave);
};

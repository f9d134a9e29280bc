import { expect, test } from 'vitest';
import { bucketsOf } from './buckets-of.ts';

const exposition = `# TYPE took_seconds histogram
took_seconds_bucket{le="0.5",path="/a"} 1
took_seconds_bucket{path="/a",le="+Inf"} 3
took_seconds_bucket{le="0.5",path="/b"} 2
took_seconds_bucket{le="+Inf",path="/b"} 4
took_seconds_sum 9
other_took_seconds_bucket{le="0.5"} 100
`;

test('adds the buckets of all series of a histogram, ascending', () => {
  expect(bucketsOf(exposition, 'took_seconds')).toEqual([
    { le: 0.5, count: 3 },
    { le: Infinity, count: 7 },
  ]);
  expect(bucketsOf(exposition, 'took')).toEqual([]);
});

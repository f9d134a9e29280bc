import { expect, test } from 'vitest';
import { hasColour } from './surroundings.ts';
import { fakeSurroundings } from './testing/fake-surroundings.ts';

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [false, { FORCE_COLOR: '' }, false],
])('a terminal: %j, with %j: colour %j', (isTTY, env, expected) => {
  const surroundings = fakeSurroundings(env, { stdout: isTTY, stderr: !isTTY });
  expect(hasColour(surroundings)).toBe(expected);
  const { stdout, stderr } = surroundings;
  expect(hasColour({ env, stdout: stderr }, stdout)).toBe(expected);
});

import { expect, test } from 'vitest';
import { names } from './names.ts';

test.each([
  ['a', [], ['a']],
  ['b,c', ['a'], ['a', 'b', 'c']],
  [',a,,b,', [], ['a', 'b']],
  ['', ['a'], ['a']],
])('reads %j after %j as %j', (text, before, all) => {
  expect(names(text, before)).toEqual(all);
});

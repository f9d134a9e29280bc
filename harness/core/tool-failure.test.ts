import { expect, test } from 'vitest';
import { toolFailure } from './tool-failure.ts';

test.each([
  ['ENOENT', 'TOOL_MISSING'],
  ['EACCES', 'TOOL_MISSING'],
  ['ETIMEDOUT', 'TOOL_BROKEN'],
  [undefined, 'TOOL_BROKEN'],
])('calls a program that ended with %s %s', (code, expected) => {
  const failure = toolFailure('amtool says nothing', '/bin/amtool', { code, shortMessage: 'it ended' });
  expect(failure).toMatchObject({ code: expected, message: '/bin/amtool: amtool says nothing; got it ended' });
});

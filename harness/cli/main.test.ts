import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

test('does not mind a reader that goes away, as head does', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'list', '--json']);
  child.stdout.destroy();
  const said = text(child.stderr);
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await said).toBe('');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from './error-codes.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('docs/errors.md', () => {
  it('lists every code with its kind and meaning, in the order of the code, and nothing else', () => {
    const documented = rows.map(([, code = '', kind, meaning]) => [code.replaceAll('`', ''), { kind, meaning }]);
    expect(documented).toEqual(Object.entries(errorCodes));
  });

  it('says of every code what to do', () => {
    expect(rows.filter((cells) => cells.length !== 6 || cells[4] === '')).toEqual([]);
  });

  it('states the exit status of every kind', () => {
    expect(page).toMatch(/_input_ 2, _surroundings_ 3, _interrupted_ 130/);
  });
});

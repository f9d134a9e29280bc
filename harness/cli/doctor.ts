import pc from 'picocolors';
import { inspectTools } from '../toolchain/index.ts';
import { hasColour, type Surroundings } from './surroundings.ts';

const marks = { ok: '✓', 'to-make': '…', optional: '–', missing: '✗', broken: '✗' } as const;

/** Prints a table of the programs; gives 3 when one is missing or broken that cannot be made. */
export const runDoctor = async ({ json }: { json?: true }, surroundings: Surroundings): Promise<number> => {
  const rows = await inspectTools({ clock: surroundings.clock, env: surroundings.env });
  const isWell = rows.every(({ status }) => status !== 'missing' && status !== 'broken');
  if (json === true) {
    surroundings.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return isWell ? 0 : 3;
  }
  const { bold, dim, green, red, yellow } = pc.createColors(hasColour(surroundings));
  const colours = { ok: green, 'to-make': yellow, optional: dim, missing: red, broken: red } as const;
  const cells = rows.map((row) => [row.tool, row.wanted, row.found ?? '–', row.source ?? '–', row.path ?? row.remedy]);
  const heads = ['tool', 'wanted', 'found', 'from', 'where, or what will be done'];
  const widths = heads.map((head, column) => Math.max(head.length, ...cells.map((cell) => cell[column]?.length ?? 0)));
  const line = (cell: readonly string[]): string =>
    cell.map((text, column) => (column === heads.length - 1 ? text : text.padEnd(widths[column] ?? 0))).join('  ');
  const lines = rows.map((row, index) => `${colours[row.status](marks[row.status])} ${line(cells[index] ?? [])}`);
  surroundings.stdout.write(`  ${bold(line(heads))}\n${lines.join('\n')}\n`);
  return isWell ? 0 : 3;
};

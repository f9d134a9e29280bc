import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { HarnessError, toolFailure } from '../core/index.ts';

export type Labels = Readonly<Record<string, string>>;

const timeoutMs = 30_000;
const placeholder = /\$\{(sink\.[^}]+|subject)\}/g;

/**
 * Asks amtool which receivers of a configuration each set of labels reaches, in the order of the tree; what stands for a
 * sink's address needs no sink. Throws `ALERTMANAGER_CONFIG_INVALID` with what amtool says, `TOOL_MISSING` without it,
 * `TOOL_BROKEN` when it does not end by itself.
 */
export const receiversOf = async (amtool: string, config: string, matrix: readonly Labels[]): Promise<string[][]> => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-routes-'));
  try {
    const file = join(folder, 'alertmanager.yml');
    await writeFile(file, config.replaceAll(placeholder, 'http://127.0.0.1:9'));
    const answers: string[][] = [];
    for (const labels of matrix) answers.push(await ask(amtool, file, labels));
    return answers;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const ask = async (amtool: string, file: string, labels: Labels): Promise<string[]> => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const args = ['config', 'routes', 'test', `--config.file=${file}`, ...pairs];
  const result = await execa(amtool, args, { all: true, reject: false, timeout: timeoutMs });
  if (result.exitCode === undefined) throw toolFailure('amtool cannot test the routes', amtool, result);
  if (result.exitCode !== 0)
    throw new HarnessError('ALERTMANAGER_CONFIG_INVALID', {
      what: 'amtool refuses the routes',
      got: result.all.replaceAll(file, 'alertmanager.yml').trim(),
    });
  return result.stdout.trim().split(',');
};

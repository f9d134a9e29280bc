import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { HarnessError } from '../core/index.ts';

/** Has promtool check a rule file; throws `RULES_INVALID` with what it says. */
export const checkRules = async (promtool: string, text: string, path: string): Promise<void> =>
  await check({ program: promtool, args: ['check', 'rules'], text, path, code: 'RULES_INVALID' });

/** Has amtool check an Alertmanager configuration; throws `ALERTMANAGER_CONFIG_INVALID` with what it says. */
export const checkAlertmanager = async (amtool: string, text: string, path: string): Promise<void> =>
  await check({ program: amtool, args: ['check-config'], text, path, code: 'ALERTMANAGER_CONFIG_INVALID' });

type Check = {
  readonly program: string;
  readonly args: readonly string[];
  readonly text: string;
  readonly path: string;
  readonly code: 'RULES_INVALID' | 'ALERTMANAGER_CONFIG_INVALID';
};

const check = async ({ program, args, text, path, code }: Check): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-check-'));
  try {
    const file = join(folder, 'checked.yml');
    await writeFile(file, text);
    const { exitCode, all } = await execa(program, [...args, file], { all: true, reject: false, timeout: 30_000 });
    if (exitCode === 0) return;
    const got = all.replaceAll(file, path).trim();
    throw new HarnessError(code, { what: `${args.join(' ')} refuses it`, where: path, got });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

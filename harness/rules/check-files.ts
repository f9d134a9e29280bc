import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { HarnessError } from '../core/index.ts';

/** Has promtool check a rule file; throws `RULES_INVALID` with what it says, which names the line. */
export const checkRules = async (promtool: string, text: string, path: string): Promise<void> =>
  await check({ program: promtool, args: ['check', 'rules'], text, path, code: 'RULES_INVALID' });

/** Has amtool check an Alertmanager configuration; throws `ALERTMANAGER_CONFIG_INVALID` with what it says. */
export const checkAlertmanager = async (amtool: string, text: string, path: string): Promise<void> =>
  await check({ program: amtool, args: ['check-config'], text, path, code: 'ALERTMANAGER_CONFIG_INVALID' });

/** Has promtool check Prometheus' own configuration, without the files it names; throws `CONFIG_INVALID`. */
export const checkPrometheus = async (promtool: string, text: string, path: string): Promise<void> =>
  await check({ program: promtool, args: ['check', 'config', '--syntax-only'], text, path, code: 'CONFIG_INVALID' });

type Check = {
  readonly program: string;
  readonly args: readonly string[];
  readonly text: string;
  readonly path: string;
  readonly code: 'RULES_INVALID' | 'ALERTMANAGER_CONFIG_INVALID' | 'CONFIG_INVALID';
};

const timeoutMs = 30_000;

/** Also throws `TOOL_MISSING` when the program is not there and `TOOL_BROKEN` when it does not end by itself. */
const check = async ({ program, args, text, path, code }: Check): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-check-'));
  try {
    const file = join(folder, 'checked.yml');
    await writeFile(file, text);
    const result = await execa(program, [...args, file], { all: true, reject: false, timeout: timeoutMs });
    if (result.exitCode === 0) return;
    const what = `${program.split('/').at(-1) ?? program} ${args.join(' ')}`;
    if (result.exitCode === undefined) {
      const missing = result.code === 'ENOENT' || result.code === 'EACCES';
      const got = result.shortMessage ?? '';
      throw new HarnessError(missing ? 'TOOL_MISSING' : 'TOOL_BROKEN', {
        what,
        where: program,
        got,
        cause: result.cause,
      });
    }
    throw new HarnessError(code, {
      what: `${what} refuses it`,
      where: path,
      got: result.all.replaceAll(file, path).trim(),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

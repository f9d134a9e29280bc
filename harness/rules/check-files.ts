import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { HarnessError, toolFailure } from '../core/index.ts';

/** Has promtool check a rule file; throws `RULES_INVALID` with what it says, which names the line. */
export const checkRules = async (promtool: string, text: string, path: string): Promise<void> =>
  await check({ program: promtool, args: ['check', 'rules'], text, path, code: 'RULES_INVALID' });

/** Has amtool check an Alertmanager configuration; throws `ALERTMANAGER_CONFIG_INVALID` with what it says. */
export const checkAlertmanager = async (amtool: string, text: string, path: string): Promise<void> =>
  await check({ program: amtool, args: ['check-config'], text, path, code: 'ALERTMANAGER_CONFIG_INVALID' });

/** Has promtool check Prometheus' own configuration, without the files it names; throws `CONFIG_INVALID`. */
export const checkPrometheus = async (promtool: string, text: string, path: string): Promise<void> =>
  await check({ program: promtool, args: ['check', 'config', '--syntax-only'], text, path, code: 'CONFIG_INVALID' });

/** What promtool says of a rule file that it refuses; undefined when it takes it. */
export const refusalOfRules = async (promtool: string, text: string, path: string): Promise<string | undefined> =>
  await refusal({ program: promtool, args: ['check', 'rules'], text, path });

/** What amtool says of an Alertmanager configuration that it refuses; undefined when it takes it. */
export const refusalOfAlertmanager = async (amtool: string, text: string, path: string): Promise<string | undefined> =>
  await refusal({ program: amtool, args: ['check-config'], text, path });

type Check = {
  readonly program: string;
  readonly args: readonly string[];
  readonly text: string;
  readonly path: string;
};
type Code = 'RULES_INVALID' | 'ALERTMANAGER_CONFIG_INVALID' | 'CONFIG_INVALID';

const timeoutMs = 30_000;

const check = async ({ code, ...rest }: Check & { readonly code: Code }): Promise<void> => {
  const got = await refusal(rest);
  if (got !== undefined) throw new HarnessError(code, { what: `${nameOf(rest)} refuses it`, where: rest.path, got });
};

/** Throws `TOOL_MISSING` when the program is not there and `TOOL_BROKEN` when it does not end by itself. */
const refusal = async ({ program, args, text, path }: Check): Promise<string | undefined> => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-check-'));
  try {
    const file = join(folder, 'checked.yml');
    await writeFile(file, text);
    const result = await execa(program, [...args, file], { all: true, reject: false, timeout: timeoutMs });
    if (result.exitCode === 0) return undefined;
    if (result.exitCode !== undefined) return result.all.replaceAll(file, path).trim();
    throw toolFailure(nameOf({ program, args }), program, result);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const nameOf = ({ program, args }: Pick<Check, 'program' | 'args'>): string =>
  `${program.split('/').at(-1) ?? program} ${args.join(' ')}`;

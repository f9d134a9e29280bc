import { join } from 'node:path';
import type { Program } from '../../contract/index.ts';
import type { Clock } from '../../core/index.ts';
import { onLoopback } from '../links/address.ts';
import { postgresHello } from '../links/hellos.ts';
import { probe } from '../links/probe.ts';
import type { ContainerPlace } from './container-place.ts';
import { ContainerSubject, subjectContainer } from './container-subject.ts';
import { makeOwnFolder } from './own-folder.ts';

const [port, password] = [5432, 'firedrill'];
const data = '/var/lib/postgresql/data';

/** PostgreSQL in a container, with an empty database that outlives a kill. */
export class ContainerPostgres extends ContainerSubject implements Program {
  /** Creates its container, which is not started yet. */
  static async create(place: ContainerPlace, image: string): Promise<ContainerPostgres> {
    const { folder, run, prefix, signal } = place;
    const workDir = join(folder, 'postgres');
    await makeOwnFolder(workDir);
    const args = ['postgres', '-c', 'max_connections=200'];
    const env = { POSTGRES_PASSWORD: password, PGDATA: `${data}/db` };
    const local = { command: 'docker-entrypoint.sh', args, env, listening: '' };
    const options = {
      contained: { name: 'postgres', healthPath: undefined, local, image, port, env: {} },
      ...{ run, host: `${prefix}-postgres`, workDir, values: {}, signal },
      ownFolders: [data, '/var/run/postgresql'],
      beginsAsRoot: true,
      isReady: async (url: string) => await takesConnections(Number(new URL(url).port), run.clock),
    };
    return new ContainerPostgres(await subjectContainer(options), options);
  }

  /** Where the harness reaches its database. */
  get connectionUrl(): string {
    return this.#at(new URL(this.url).host);
  }

  /** Where containers do. */
  get connectionUrlInside(): string {
    return this.#at(this.inside);
  }

  #at(host: string): string {
    return `postgres://postgres:${password}@${host}/postgres`;
  }
}

/** While it prepares its database it listens on no network, so who answers there is ready. */
const takesConnections = async (at: number, clock: Clock): Promise<boolean> => {
  const isEnough = ({ answeredMs }: { readonly answeredMs?: number }): boolean => answeredMs !== undefined;
  return isEnough(await probe(onLoopback(at), postgresHello, { timeoutMs: 1_000, clock, isEnough }));
};

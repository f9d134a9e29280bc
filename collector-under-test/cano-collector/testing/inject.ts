import { writeFile } from 'node:fs/promises';
import { composeCollector } from '../compose.ts';
import type { RunningCollector } from '../compose.ts';
import { createLogger } from '../logging/logger.ts';
import type { Modules } from '../modules.ts';
import type { Server } from '../server/server-deps.ts';
import { readSettings } from '../settings/settings.ts';
import { tempDir } from './temp-dir.ts';
import type { TempDir } from './temp-dir.ts';

/** A whole collector that is called by injection instead of a socket. */
export interface InjectedCollector extends AsyncDisposable {
  app: Server;
  running: RunningCollector;
  dir: TempDir;
  /** Log records written so far. */
  logs: Record<string, unknown>[];
  post(
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<{ statusCode: number; headers: object; json(): unknown }>;
  /** The value of a series, or undefined when there is no such series. */
  metric(series: string): Promise<number | undefined>;
}

/** What an injected collector is started with. */
export interface InjectOptions {
  env?: Record<string, string>;
  modules?: Partial<Modules>;
  /** Content of destinations.yaml. */
  config?: string;
}

/** A destinations file with one webhook. */
export function hookConfig(url = 'http://127.0.0.1:9/in', retry = '{ maxAttempts: 1 }'): string {
  return `destinations:\n  - { name: hook, type: webhook, url: '${url}', retry: ${retry} }\n`;
}

/** Starts a collector in a directory of its own. */
export async function injectCollector({ env = {}, modules = {}, config = hookConfig() }: InjectOptions = {}) {
  await using undo = new AsyncDisposableStack();
  const dir = undo.use(await tempDir());
  await writeFile(dir.join('destinations.yaml'), config);
  const logs: Record<string, unknown>[] = [];
  const output = { write: (line: string) => void logs.push(JSON.parse(line) as Record<string, unknown>) };
  const apps: Server[] = [];
  const listen: Modules['listen'] = async (server) => {
    apps.push(server);
    await server.ready();
    return { address: 'injected', port: 0 };
  };
  const settings = readSettings({
    DESTINATIONS_FILE: dir.join('destinations.yaml'),
    DATA_DIR: dir.join('data'),
    ...env,
  });
  const logger = createLogger(settings, output);
  const running = await composeCollector({ listen, ...modules }).start({ settings, env, logger });
  undo.use(running);
  const [app] = apps;
  if (app === undefined) throw new Error('the collector did not listen');
  const stack = undo.move();
  const collector: InjectedCollector = {
    ...{ app, running, dir, logs, ...client(app) },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
  return collector;
}

function client(app: Server): Pick<InjectedCollector, 'post' | 'metric'> {
  return {
    post: (body, headers = {}) =>
      app.inject({
        method: 'POST',
        url: '/api/alerts',
        headers: { 'content-type': 'application/json', ...headers },
        payload: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async metric(series) {
      const { body } = await app.inject({ url: '/metrics' });
      const line = body.split('\n').find((one) => one.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.slice(series.length + 1));
    },
  };
}

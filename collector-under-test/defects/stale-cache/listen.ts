import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import type { Address, Listen } from '../../cano-collector/server/listen.ts';

/** Path by which a collector tells the cache its own port, or by DELETE to go away. */
const controlPath = '/-/stale-cache';

/** Listens on an internal port, behind a cache process that owns the public one and outlives the collector. */
export const listenBehindCache = async (
  app: Parameters<Listen>[0],
  { host, port }: { host: string; port: number },
): Promise<Address> => {
  let publicPort = port;
  app.addHook('onClose', () => dismiss(publicPort));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const internal = (app.server.address() as AddressInfo).port;
  const isReused = port !== 0 && (await adopt(port, internal));
  if (!isReused) publicPort = await spawnCache({ HOST: host, PORT: String(port), UPSTREAM: String(internal) });
  return { address: host, port: publicPort };
};

async function adopt(port: number, internal: number): Promise<boolean> {
  try {
    const url = `http://127.0.0.1:${port}${controlPath}`;
    const { statusCode, body } = await request(url, { method: 'PUT', body: String(internal), headersTimeout: 2_000 });
    await body.dump();
    return statusCode === 204;
  } catch {
    return false;
  }
}

async function dismiss(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}${controlPath}`;
  await request(url, { method: 'DELETE', headersTimeout: 500 }).catch(() => undefined);
}

/** Starts the cache in this process group, so that it ends with the group but not with this process. */
async function spawnCache(env: Record<string, string>): Promise<number> {
  const child = fork(new URL('cache-process.ts', import.meta.url), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => [{ error: 'cache process ended' }]),
  ])) as [{ port?: number; error?: string }];
  if (message.port === undefined) throw new Error(message.error ?? 'cache process failed');
  child.disconnect();
  child.unref();
  return message.port;
}

import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { HarnessError } from '../../core/index.ts';

const attempts = 40;
/** More than a run has at once, and few enough of some 7,000 that a kernel chooses from. */
const remembered = 1_000;
const givenBefore = new Set<number>();

/**
 * A port on loopback, and at the address that is given beside, that was free just now; another program may take it before it
 * is used. It is none of the last thousand that were given, as long as there are others: between choice and use, and while
 * what uses it is down, the kernel takes it for free. Throws `PORT_TAKEN` where none is found.
 */
export const freePort = async (beside?: string, listen = listenOnce, given = givenBefore): Promise<number> => {
  let again: number | undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = await listen(0, '127.0.0.1');
    if (port === undefined) continue;
    if (beside !== undefined && (await listen(port, beside)) === undefined) continue;
    if (!given.has(port)) {
      remember(given, port);
      return port;
    }
    again = port;
  }
  if (again !== undefined) return again;
  throw new HarnessError('PORT_TAKEN', { what: 'no port is free', where: beside ?? '127.0.0.1' });
};

const remember = (given: Set<number>, port: number): void => {
  given.add(port);
  const [oldest] = given;
  if (given.size > remembered && oldest !== undefined) given.delete(oldest);
};

/** Gives the port where one could listen; undefined where another does. */
const listenOnce = async (wanted: number, host: string): Promise<number | undefined> => {
  const server = createServer().listen(wanted, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { HarnessError } from '../../core/index.ts';

const attempts = 20;

/**
 * A port on loopback, and at the address that is given beside, that was free just now; another program may take it before it
 * is used. Throws `PORT_TAKEN` where none is found.
 */
export const freePort = async (beside?: string, listen = listenOnce): Promise<number> => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = await listen(0, '127.0.0.1');
    if (port !== undefined && (beside === undefined || (await listen(port, beside)) !== undefined)) return port;
  }
  throw new HarnessError('PORT_TAKEN', { what: 'no port is free', where: beside ?? '127.0.0.1' });
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

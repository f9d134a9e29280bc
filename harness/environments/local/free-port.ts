import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A port on loopback that was free just now; another program may take it before it is used. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

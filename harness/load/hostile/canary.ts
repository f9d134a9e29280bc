import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback that nobody has a reason to call. */
export interface Canary extends AsyncDisposable {
  readonly url: string;
  /** The paths that were called all the same. */
  calls(): readonly string[];
}

/** Starts a canary on a port that the system chooses. */
export const startCanary = async (): Promise<Canary> => {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => [...calls],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

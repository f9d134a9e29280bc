import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** Gives the address on loopback at which a host of the cluster answers, with the path it is under; none for a stranger. */
export type Resolve = (host: string, port: number) => string | undefined;

/** A proxy on loopback for programs that know `http_proxy`. */
export type ServiceProxy = AsyncDisposable & { readonly url: string };

/**
 * Starts a proxy that forwards requests to the hosts that `resolve` knows, so that a documented command needs no other
 * name. A host that it does not know is answered 502, as no request may leave the drill.
 */
export const startServiceProxy = async (resolve: Resolve): Promise<ServiceProxy> => {
  const server = createServer((incoming, outgoing) => forward(incoming, outgoing, resolve));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
};

const forward = (incoming: IncomingMessage, outgoing: ServerResponse, resolve: Resolve): void => {
  const refuse = (text: string): void => {
    if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'text/plain' });
    outgoing.end(`${text}\n`);
  };
  const url = URL.parse(incoming.url ?? '');
  if (url === null) {
    refuse('not a request to a proxy');
    return;
  }
  const target = resolve(url.hostname, Number(url.port === '' ? 80 : url.port));
  if (target === undefined) {
    refuse(`no such host in the drill: ${url.host}`);
    return;
  }
  const headers = { ...incoming.headers };
  delete headers['proxy-connection'];
  delete headers.host;
  const onward = request(`${target}${url.pathname}${url.search}`, { method: incoming.method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.once('error', (error) => refuse(error.message));
  incoming.pipe(onward);
};

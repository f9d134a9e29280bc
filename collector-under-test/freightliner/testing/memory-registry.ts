import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { digestOf } from '../registry/registry-client.ts';

/** A registry in memory, for tests. */
export interface MemoryRegistry extends AsyncDisposable {
  url: string;
  blobs: Map<string, Buffer>;
  manifests: Map<string, Buffer>;
  /** Method and path of every request. */
  seen: string[];
  /** Answers before the registry does, when it gives true. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** Starts a registry in memory on a port of its own. */
export async function startMemoryRegistry(): Promise<MemoryRegistry> {
  const registry: Omit<MemoryRegistry, 'url' | typeof Symbol.asyncDispose> = {
    blobs: new Map(),
    manifests: new Map(),
    seen: [],
    intercept: () => false,
  };
  const uploads = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    registry.seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (registry.intercept(request, response)) return;
    void bodyOf(request).then((body) => answer({ registry, uploads, request, response, body }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(registry, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

interface Exchange {
  registry: Pick<MemoryRegistry, 'blobs' | 'manifests'>;
  uploads: Map<string, Buffer>;
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function answer({ registry, uploads, request, response, body }: Exchange): void {
  const url = new URL(request.url ?? '/', 'http://registry');
  const name = url.pathname.split('/').at(-1) ?? '';
  const { method } = request;
  if (url.pathname.includes('/uploads/')) {
    answerUpload({ registry, uploads, request, response, body }, url);
    return;
  }
  const store = url.pathname.includes('/manifests/') ? registry.manifests : registry.blobs;
  if (method === 'PUT') {
    store.set(name, body);
    response.writeHead(201).end();
    return;
  }
  const found = url.pathname === '/v2/' ? Buffer.from('{}') : store.get(name);
  response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/vnd.oci.image.manifest.v1+json' });
  response.end(method === 'HEAD' ? undefined : found);
}

function answerUpload({ registry, uploads, request, response, body }: Exchange, url: URL): void {
  const location = request.method === 'POST' ? `${url.pathname}${uploads.size + 1}` : url.pathname;
  const held = Buffer.concat([uploads.get(location) ?? Buffer.alloc(0), body]);
  uploads.set(location, held);
  if (request.method === 'PUT') registry.blobs.set(digestOf(held), held);
  const status = { GET: 204, PUT: 201 }[request.method ?? ''] ?? 202;
  response.writeHead(status, { location, range: `0-${Math.max(0, held.length - 1)}` }).end();
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as send } from 'undici';
import type { Clock } from '../../cano-collector/clock.ts';

const controlPath = '/-/stale-cache';
const cachedPaths = new Set(['/metrics', '/health', '/health/readiness']);
const perHop = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect']);
const patienceMs = 100;

/** Where the collector listens, and when it last answered. */
export interface Upstream {
  port: number;
  reachedAt: number;
}

interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Builds a proxy that remembers the last good `/metrics` and `/health`, and gives them while the collector is silent. */
export function createAnswer(upstream: Upstream, clock: Pick<Clock, 'monotonic'>): Handler {
  const cache = new Map<string, Answer>();
  return async (request, response) => {
    const path = request.url ?? '/';
    if (path === controlPath) return control(request, response, upstream);
    const isCached = request.method === 'GET' && cachedPaths.has(path);
    try {
      const answer = await ask(request, upstream.port, isCached ? AbortSignal.timeout(patienceMs) : undefined);
      upstream.reachedAt = clock.monotonic();
      if (isCached && answer.status === 200) cache.set(path, answer);
      reply(response, answer);
    } catch {
      const stale = isCached ? cache.get(path) : undefined;
      reply(response, stale ?? { status: 502, headers: {}, body: Buffer.from('collector unreachable\n') });
    }
  };
}

async function control(request: IncomingMessage, response: ServerResponse, upstream: Upstream): Promise<void> {
  if (request.method === 'PUT') upstream.port = Number(await read(request));
  response.writeHead(204, { connection: 'close' }).end(() => {
    if (request.method === 'DELETE') process.exit(0);
  });
}

async function ask(request: IncomingMessage, port: number, signal: AbortSignal | undefined): Promise<Answer> {
  const body = await read(request);
  const answer = await send(`http://127.0.0.1:${port}${request.url ?? '/'}`, {
    method: request.method ?? 'GET',
    headers: keep(request.headers),
    body: body.length === 0 ? null : body,
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    status: answer.statusCode,
    headers: keep(answer.headers),
    body: Buffer.from(await answer.body.arrayBuffer()),
  };
}

function keep(headers: Record<string, string | string[] | undefined>): Answer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || perHop.has(name) ? [] : [[name, value]],
    ),
  );
}

function reply(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

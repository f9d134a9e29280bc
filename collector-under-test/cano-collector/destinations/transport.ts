import { Agent, request } from 'undici';
import type { Settings } from '../settings/settings.ts';
import type { Fetch } from './client.ts';

/** An HTTP connection pool of one destination, so that no destination can use up another's connections. */
export interface Transport extends AsyncDisposable {
  fetch: Fetch;
}

/** Opens a pool with the configured limits. */
export function openTransport(settings: Settings): Transport {
  const agent = new Agent({
    connections: settings.maxIdleConnections,
    keepAliveTimeout: settings.idleConnectionTimeoutMs,
    keepAliveMaxTimeout: settings.idleConnectionTimeoutMs,
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
  });
  return {
    async fetch(url, { method, headers, body, signal }) {
      const response = await request(url, { method, headers, body, signal, dispatcher: agent });
      return {
        status: response.statusCode,
        headers: { get: (name) => [response.headers[name] ?? null].flat()[0] ?? null },
        text: () => response.body.text(),
      };
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Alert } from '../alerts/webhook-schema.ts';

/** An HTTP destination that remembers what it was sent. */
export interface Sink extends AsyncDisposable {
  url: string;
  /** Alerts of the webhooks received, in order of arrival. */
  alerts: Alert[];
  /** Decides the answer; without it every request gets 200. */
  respond: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

/** Starts a sink on a free loopback port. */
export async function startSink(): Promise<Sink> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      sink.alerts.push(...(JSON.parse(body) as { alerts: Alert[] }).alerts);
      if (sink.respond === undefined) response.end('ok');
      else sink.respond(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sink: Sink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
    alerts: [],
    respond: undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return sink;
}

import { request as send, type Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import type { Clock } from '../../core/index.ts';

/** How a request ended: answered, cut in the middle, or not sent at all, so that another may get it. */
export type Forwarded = 'answered' | 'cut' | 'not-sent';

export type Target = { readonly url: string; readonly agent: Agent; readonly clock: Clock };

/** How long a connection to a replica may take to be made, in ms. */
const connectTimeoutMs = 1_000;

/**
 * Sends a request on and its answer back, both as they come. Nothing of the body is read before there is a connection,
 * which is what makes `not-sent` certain.
 */
export const forward = async (
  request: IncomingMessage,
  response: ServerResponse,
  { url, agent, clock }: Target,
): Promise<Forwarded> => {
  const onward = send(url + (request.url ?? '/'), {
    method: request.method ?? 'GET',
    headers: ownHeaders(request),
    agent,
  });
  response.once('close', () => {
    if (!response.writableFinished) onward.destroy();
  });
  return await new Promise<Forwarded>((resolve) => {
    let connected = false;
    onward.on('error', () => resolve(connected ? 'cut' : 'not-sent'));
    onward.once('socket', (socket) => {
      whenConnected(socket, clock, () => {
        connected = true;
        request.pipe(onward);
      });
    });
    onward.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, ownHeaders(answer));
      pipeline(answer, response, (error) => resolve(error instanceof Error ? 'cut' : 'answered'));
    });
  });
};

/** Calls `then` once there is a connection, and ends the wait for one that takes too long. */
const whenConnected = (socket: Socket, clock: Clock, then: () => void): void => {
  if (!socket.connecting) {
    then();
    return;
  }
  const waiting = new AbortController();
  socket.once('close', () => waiting.abort());
  socket.once('connect', () => {
    waiting.abort();
    then();
  });
  clock.sleep(connectTimeoutMs, waiting.signal).then(
    () => socket.destroy(new Error('no connection')),
    () => undefined,
  );
};

const ofConnection = new Set(['connection', 'keep-alive']);

/** Its headers without those that concern the connection, which is another one on the other side. */
const ownHeaders = ({ rawHeaders }: IncomingMessage): string[] =>
  rawHeaders.flatMap((name, index) => {
    const isName = index % 2 === 0;
    return isName && !ofConnection.has(name.toLowerCase()) ? [name, rawHeaders[index + 1] ?? ''] : [];
  });

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sink, SinkRequest } from '../../contract/index.ts';
import type { Clock, Random } from '../../core/index.ts';
import { BehaviourInForce } from './behaviour.ts';

type Recorded = { -readonly [Key in keyof SinkRequest]: SinkRequest[Key] };
export type StartedSink = Sink & AsyncDisposable;

/** Starts a sink on a loopback port that the system chooses. `random` decides which requests a partial behaviour takes. */
export const startSink = async (name: string, clock: Clock, random: Random): Promise<StartedSink> => {
  const recorded: Recorded[] = [];
  const holding = new Set<BehaviourInForce>();
  let inForce: BehaviourInForce | undefined;
  const server = createServer((request, response) => {
    void receive(request, clock).then(async (entry) => {
      recorded.push(entry);
      await respond(response, entry, inForce?.claims(random) === true ? inForce : undefined, clock);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    name,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => recorded,
    behave(behaviour) {
      const begun = new BehaviourInForce(behaviour, () => {
        holding.delete(begun);
        if (inForce === begun) inForce = undefined;
      });
      holding.add(begun);
      inForce = begun;
      return begun;
    },
    async [Symbol.asyncDispose]() {
      holding.forEach((behaviour) => behaviour[Symbol.dispose]());
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

const receive = async (request: IncomingMessage, clock: Clock): Promise<Recorded> => {
  const at = clock.now();
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    // The sender went away in the middle; what came is kept.
  }
  return {
    at,
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)])),
    body: Buffer.concat(chunks).toString('utf8'),
    status: undefined,
    answeredAt: undefined,
  };
};

const respond = async (
  response: ServerResponse,
  entry: Recorded,
  behaviour: BehaviourInForce | undefined,
  clock: Clock,
): Promise<void> => {
  if (behaviour === undefined) {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
    entry.status = 200;
  } else {
    entry.status = await behaviour.answer(response, clock);
  }
  entry.answeredAt = clock.now();
};

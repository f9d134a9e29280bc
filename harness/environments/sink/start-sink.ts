import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sink, SinkRequest } from '../../contract/index.ts';
import type { Clock, Random } from '../../core/index.ts';
import { loopbackPlace, type ListeningPlace } from '../listening-place.ts';
import { answerAs, type Answer } from './answer-as.ts';
import { BehaviourInForce } from './behaviour.ts';

type Recorded = { -readonly [Key in keyof SinkRequest]: SinkRequest[Key] };
export type StartedSink = Sink & AsyncDisposable;

export type SinkOptions = {
  readonly answer?: (request: SinkRequest) => Answer;
  readonly place?: ListeningPlace | undefined;
};

/**
 * Starts a sink on a port that the system chooses, on loopback unless told otherwise. `random` decides which requests a
 * partial behaviour takes, `answer` what the others get.
 */
export const startSink = async (
  name: string,
  clock: Clock,
  random: Random,
  { answer = answerAs.webhook, place: { listen, reached } = loopbackPlace }: SinkOptions = {},
): Promise<StartedSink> => {
  const recorded: Recorded[] = [];
  const holding = new Set<BehaviourInForce>();
  let inForce: BehaviourInForce | undefined;
  const server = createServer((request, response) => {
    void receive(request, clock).then(async (entry) => {
      recorded.push(entry);
      await respond(response, entry, inForce?.claims(random) === true ? inForce : answer(entry), clock);
    });
  });
  server.listen(0, listen);
  await once(server, 'listening');
  return {
    name,
    url: `http://${reached}:${(server.address() as AddressInfo).port}`,
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
  answer: BehaviourInForce | Answer,
  clock: Clock,
): Promise<void> => {
  if (answer instanceof BehaviourInForce) {
    entry.status = await answer.answer(response, clock);
  } else {
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
    entry.status = answer.status;
  }
  entry.answeredAt = clock.now();
};

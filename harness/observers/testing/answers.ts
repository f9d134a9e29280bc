import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What a Prometheus or an Alertmanager really answered or wrote, as text. */
export const recorded = (name: string): string => readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8');

type Answer = string | { readonly status: number; readonly body: string };

export type AnswerServer = AsyncDisposable & {
  readonly url: string;
  /** What was asked, as path with query, in order. */
  readonly asked: URL[];
  /** What is answered below a path from now on; anything else is not found. */
  answers: Record<string, Answer>;
};

/** A local server that answers as it is told. */
export const serveAnswers = async (answers: Record<string, Answer>): Promise<AnswerServer> => {
  const asked: URL[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(url);
    const answer = served.answers[url.pathname] ?? { status: 404, body: 'not found' };
    const { status, body } = typeof answer === 'string' ? { status: 200, body: answer } : answer;
    response.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const served: AnswerServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answers,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return served;
};

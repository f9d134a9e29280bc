import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Clock } from '../../../harness/core/index.ts';

type Knock = { readonly token: string; readonly at: number };

/** A receiver that takes one token at a time, answers 401 to any other, and hands on to a sink what it takes. */
export class TokenGate implements AsyncDisposable {
  readonly #server = createServer();
  readonly #knocks: Knock[] = [];
  #accepted: string;

  private constructor(accepted: string) {
    this.#accepted = accepted;
  }

  /** Listens on a loopback port. */
  static async open(sinkUrl: string, accepted: string, clock: Clock): Promise<TokenGate> {
    const gate = new TokenGate(accepted);
    gate.#server.on('request', (request, response) => {
      const token = (request.headers.authorization ?? '').replace('Bearer ', '');
      gate.#knocks.push({ token, at: clock.monotonic() });
      void text(request).then(async (body) => {
        const { status } =
          token === gate.#accepted
            ? await fetch(sinkUrl + (request.url ?? ''), { method: 'POST', body })
            : { status: 401 };
        response.writeHead(status).end();
      });
    });
    gate.#server.listen(0, '127.0.0.1');
    await once(gate.#server, 'listening');
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on takes this token and no other. */
  accept(token: string): void {
    this.#accepted = token;
  }

  /** Requests that came with this token, since a time of the monotonic clock. */
  knocks(token: string, since = 0): number {
    return this.#knocks.filter((knock) => knock.token === token && knock.at >= since).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}

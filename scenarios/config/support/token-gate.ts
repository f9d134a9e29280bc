import { once } from 'node:events';
import { createServer } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Clock } from '../../../harness/core/index.ts';

type Knock = { readonly token: string; readonly at: number };

/** A receiver that takes one token at a time, answers 401 to any other, and hands on to a sink what it takes. */
export class TokenGate implements AsyncDisposable {
  readonly #server = createServer();
  readonly #knocks: Knock[] = [];
  readonly #reached: string;
  #accepted: string;

  private constructor(reached: string, accepted: string) {
    this.#reached = reached;
    this.#accepted = accepted;
  }

  /** Listens where the sink does, and is reached by the same host. */
  static async open(sinkUrl: string, accepted: string, clock: Clock): Promise<TokenGate> {
    const { hostname, port } = new URL(sinkUrl);
    // A name that only containers know is one of this machine's loopback.
    const listen = isIP(hostname) === 0 ? '127.0.0.1' : hostname;
    const gate = new TokenGate(hostname, accepted);
    gate.#server.on('request', (request, response) => {
      const token = (request.headers.authorization ?? '').replace('Bearer ', '');
      gate.#knocks.push({ token, at: clock.monotonic() });
      void text(request).then(async (body) => {
        const { status } =
          token === gate.#accepted
            ? await fetch(`http://${listen}:${port}${request.url ?? ''}`, { method: 'POST', body })
            : { status: 401 };
        response.writeHead(status).end();
      });
    });
    gate.#server.listen(0, listen);
    await once(gate.#server, 'listening');
    return gate;
  }

  get url(): string {
    return `http://${this.#reached}:${(this.#server.address() as AddressInfo).port}`;
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

import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Logger } from '../logger.ts';
import type { Cache } from './cache.ts';
import { decodeReply, encodeCommand } from './resp.ts';
import type { Reply } from './resp.ts';

interface RedisOptions {
  url: string;
  ttlMs: number;
  logger: Logger;
}

interface Waiting {
  resolve: (reply: string | number | null) => void;
  reject: (error: Error) => void;
}

const timeoutMs = 1_000;

/** Remembers in Redis. While that cannot be reached, nothing is remembered and every answer is created. */
export function openRedisCache({ url, ttlMs, logger }: RedisOptions): Cache {
  const { hostname, port } = new URL(url);
  let connection: Promise<Connection> | undefined;
  const ask = async (...words: string[]): Promise<string | number | null> => {
    const current = await connection?.catch(() => undefined);
    if (current !== undefined && !current.isClosed) return await current.ask(words);
    connection = Connection.open(hostname, Number(port === '' ? 6379 : port));
    return await (await connection).ask(words);
  };
  const quietly = async (...words: string[]): Promise<string | number | null> => {
    try {
      return await ask(...words);
    } catch (error) {
      logger.warn({ error: error instanceof Error ? error.message : String(error) }, 'the cache does not answer');
      return null;
    }
  };
  return {
    async through(key, create) {
      const known = await quietly('GET', `endpoint-statistics:${key}`);
      if (typeof known === 'string') return known;
      const created = await create();
      await quietly('SET', `endpoint-statistics:${key}`, created, 'PX', String(ttlMs));
      return created;
    },
    async close() {
      (await connection?.catch(() => undefined))?.end();
    },
  };
}

/** One connection, on which replies come in the order of the commands. */
class Connection {
  readonly #socket: Socket;
  readonly #waiting: Waiting[] = [];
  #received = Buffer.alloc(0);

  static async open(host: string, port: number): Promise<Connection> {
    const socket = connect({ host, port });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('no answer')));
    await once(socket, 'connect');
    return new Connection(socket);
  }

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#take(data));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#fail(new Error('the connection is closed')));
  }

  /** Also after a second without use. */
  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  async ask(words: readonly string[]): Promise<string | number | null> {
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#socket.write(encodeCommand(words));
    });
  }

  end(): void {
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const decoded = decodeReply(this.#received);
      if (decoded === undefined) return;
      this.#received = this.#received.subarray(decoded.bytes);
      this.#settle(decoded.reply);
    }
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.shift();
    if (reply instanceof Error) waiting?.reject(reply);
    else waiting?.resolve(reply);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

import type { ServerResponse } from 'node:http';
import type { SinkBehaviour } from '../../contract/index.ts';
import type { Clock, Random } from '../../core/index.ts';

/** The behaviour of a sink in force, with what is left of its budget of requests. */
export class BehaviourInForce implements Disposable {
  readonly #behaviour: SinkBehaviour;
  readonly #released = new AbortController();
  readonly #onEnd: () => void;
  #left: number;

  constructor(behaviour: SinkBehaviour, onEnd: () => void) {
    this.#behaviour = behaviour;
    this.#onEnd = onEnd;
    this.#left = behaviour.times ?? Infinity;
  }

  /** Whether this request is one that the behaviour applies to; counts it when it is. */
  claims(random: Random): boolean {
    if (this.#left <= 0 || random() >= (this.#behaviour.share ?? 1)) return false;
    this.#left -= 1;
    return true;
  }

  /** Answers as told; resolves with the status, or undefined when the connection was reset. */
  async answer(response: ServerResponse, clock: Clock): Promise<number | undefined> {
    const { status = 200, delayMs = 0, headers = {}, hang = false, reset = false, slowBodyMs } = this.#behaviour;
    const held = hang ? 2 ** 31 - 1 : delayMs;
    if (held > 0) await clock.sleep(held, this.#released.signal).catch(() => undefined);
    if (reset) {
      response.socket?.resetAndDestroy();
      return undefined;
    }
    response.writeHead(status, { 'content-type': 'text/plain', ...headers });
    for (const letter of slowBodyMs === undefined ? [] : 'slow body') {
      response.write(letter);
      await clock.sleep(slowBodyMs ?? 0, this.#released.signal).catch(() => undefined);
    }
    response.end(slowBodyMs === undefined ? 'ok' : undefined);
    return status;
  }

  [Symbol.dispose](): void {
    this.#released.abort();
    this.#onEnd();
  }
}

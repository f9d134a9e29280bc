import type { Clock } from './clock.ts';
import { withDeadline } from './deadline.ts';
import { HarnessError } from './harness-error.ts';

type Undo = { readonly what: string; readonly timeoutMs: number; readonly run: () => Promise<void> };

/**
 * What has to be undone, in reverse of the order in which it was begun. Each undo has a deadline of its own, and one
 * that fails or hangs never keeps the others from running; what failed is thrown together at the end.
 */
export class UndoStack implements AsyncDisposable {
  readonly #undos: Undo[] = [];
  readonly #clock: Clock;
  #hasEnded = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Registers `run`, called at most once with `timeoutMs` to end; at once where everything else is undone already. */
  defer(what: string, run: () => Promise<void> | void, timeoutMs = 10_000): void {
    this.#undos.push({ what, timeoutMs, run: async () => await run() });
    if (this.#hasEnded) this[Symbol.asyncDispose]().catch(() => undefined);
  }

  /** Registers the disposal of `resource` and gives it back. */
  use<T extends AsyncDisposable>(what: string, resource: T, timeoutMs?: number): T {
    this.defer(what, async () => await resource[Symbol.asyncDispose](), timeoutMs);
    return resource;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (let undo = this.#undos.pop(); undo !== undefined; undo = this.#undos.pop()) {
      const { what, timeoutMs } = undo;
      const options = { what: `undo: ${what}`, timeoutMs, clock: this.#clock, code: 'UNDO_FAILED' } as const;
      await withDeadline(undo.run, options).catch((error: unknown) => failures.push(error));
    }
    this.#hasEnded = true;
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) {
      throw new HarnessError('UNDO_FAILED', {
        what: `${failures.length} undos failed`,
        cause: new AggregateError(failures),
      });
    }
  }
}

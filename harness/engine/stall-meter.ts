import type { Clock } from '../core/index.ts';

const lookMs = 250;

/** Measures how long the harness itself was held up, by how late its own sleeps end. */
export class StallMeter implements AsyncDisposable {
  readonly #stalls: { readonly at: number; readonly ms: number }[] = [];
  readonly #stop = new AbortController();
  readonly #loop: Promise<void>;

  constructor(clock: Clock, everyMs = 50) {
    this.#loop = this.#measure(clock, everyMs);
  }

  /** The longest stall, in ms, since `at`, in wall-clock ms. */
  since(at: number): number {
    return Math.max(0, ...this.#stalls.filter((stall) => stall.at >= at).map((stall) => stall.ms));
  }

  /** All stalls since `at` together that are longer than the harness waits between two looks, in ms. */
  totalSince(at: number): number {
    const long = this.#stalls.filter((stall) => stall.at >= at && stall.ms > lookMs);
    return long.reduce((sum, { ms }) => sum + ms, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  async #measure(clock: Clock, everyMs: number): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const before = clock.monotonic();
      await clock.sleep(everyMs, this.#stop.signal).catch(() => undefined);
      const ms = Math.round(clock.monotonic() - before - everyMs);
      if (ms > 20) this.#stalls.push({ at: clock.now(), ms });
    }
  }
}

export type Lag = {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** The share of requests that were sent later than `limitMs` after they were due. */
  readonly lateShare: number;
  readonly limitMs: number;
};

/** Counts how late requests were sent, in whole ms; exact, and adds over processes. */
export class LagCounter {
  readonly #counts = new Map<number, number>();
  #total = 0;

  add(lagMs: number): void {
    const whole = Math.max(0, Math.ceil(lagMs));
    this.#counts.set(whole, (this.#counts.get(whole) ?? 0) + 1);
    this.#total += 1;
  }

  /** Percentiles are of the nearest rank; all are 0 where nothing was counted. */
  lag(limitMs: number): Lag {
    const sorted = [...this.#counts].sort(([one], [other]) => one - other);
    const at = (share: number): number => {
      let seen = 0;
      for (const [ms, count] of sorted) {
        seen += count;
        if (seen >= share * this.#total) return ms;
      }
      return 0;
    };
    const late = sorted.reduce((sum, [ms, count]) => (ms > limitMs ? sum + count : sum), 0);
    const lateShare = this.#total === 0 ? 0 : late / this.#total;
    return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), lateShare, limitMs };
  }
}

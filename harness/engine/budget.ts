import type { Weight } from '../contract/index.ts';

type Waiting = { readonly weight: Weight; readonly priority: number; readonly start: () => void };

/**
 * Admits work within a budget of CPU and memory, the greatest priority first. Work that alone is over the budget is
 * admitted when nothing else runs.
 */
export class Budget {
  readonly #total: Weight;
  readonly #waiting: Waiting[] = [];
  #cpu = 0;
  #memoryMb = 0;
  #running = 0;
  #scheduled = false;

  constructor(total: Weight) {
    this.#total = total;
  }

  /** Runs `work` once it fits; what is asked for in the same turn is admitted in order of priority. */
  async run<T>(weight: Weight, priority: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      this.#waiting.push({ weight, priority, start });
      this.#waiting.sort((a, b) => b.priority - a.priority);
      this.#schedule();
    });
    try {
      return await work();
    } finally {
      this.#take(weight, -1);
      this.#admit();
    }
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#admit();
    });
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.weight); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#take(next.weight, 1);
      next.start();
    }
  }

  #fits({ cpu, memoryMb }: Weight): boolean {
    const within = this.#cpu + cpu <= this.#total.cpu && this.#memoryMb + memoryMb <= this.#total.memoryMb;
    return this.#running === 0 || within;
  }

  #take({ cpu, memoryMb }: Weight, sign: 1 | -1): void {
    this.#cpu += sign * cpu;
    this.#memoryMb += sign * memoryMb;
    this.#running += sign;
  }
}

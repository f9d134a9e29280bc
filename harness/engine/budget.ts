import type { Weight } from '../contract/index.ts';

type Waiting = { readonly weight: Weight; readonly priority: number; readonly start: () => void };

/**
 * What runs alone comes first: whenever it came, nothing could run beside it, and nothing has to end before it now. In a
 * lane the longest come last: by then the rush of all that starts at once is over.
 */
const byTurn =
  (total: Weight) =>
  (a: Waiting, b: Waiting): number => {
    const runsAlone = ({ weight }: Waiting): number => Number(weight.cpu >= total.cpu);
    const before = runsAlone(b) - runsAlone(a) || Number(hasLane(b)) - Number(hasLane(a));
    return before || (hasLane(a) ? a.priority - b.priority : b.priority - a.priority);
  };

const hasLane = ({ weight }: Waiting): boolean => weight.lane !== undefined;

/**
 * Admits work within a budget of CPU and memory, the greatest priority first, and of each lane one at a time. Work that
 * takes all of the CPU goes first, then work in a lane, which the rest can run beside. Work that alone is over the budget is admitted when nothing else runs.
 */
export class Budget {
  readonly #total: Weight;
  readonly #waiting: Waiting[] = [];
  readonly #lanes = new Set<string>();
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
      this.#waiting.sort(byTurn(this.#total));
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
    for (;;) {
      const index = this.#waiting.findIndex(({ weight }) => !this.#lanes.has(weight.lane ?? ''));
      const next = this.#waiting[index];
      if (next === undefined || !this.#fits(next.weight)) return;
      this.#waiting.splice(index, 1);
      this.#take(next.weight, 1);
      next.start();
    }
  }

  #fits({ cpu, memoryMb }: Weight): boolean {
    const within = this.#cpu + cpu <= this.#total.cpu && this.#memoryMb + memoryMb <= this.#total.memoryMb;
    return this.#running === 0 || within;
  }

  #take({ cpu, memoryMb, lane }: Weight, sign: 1 | -1): void {
    if (lane !== undefined) this.#lanes[sign === 1 ? 'add' : 'delete'](lane);
    this.#cpu += sign * cpu;
    this.#memoryMb += sign * memoryMb;
    this.#running += sign;
  }
}

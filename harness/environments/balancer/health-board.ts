import type { HealthChange } from '../../contract/index.ts';

type State = { healthy: boolean; failures: number };

/** Which replicas are healthy, as checks and requests tell, and whose turn it is. None is before the first good check. */
export class HealthBoard {
  readonly #states: State[];
  readonly #unhealthyAfter: number;
  readonly #onChange: (change: HealthChange) => void;
  readonly #now: () => number;
  #last = -1;

  constructor(count: number, unhealthyAfter: number, now: () => number, onChange: (change: HealthChange) => void) {
    this.#states = Array.from({ length: count }, () => ({ healthy: false, failures: 0 }));
    this.#unhealthyAfter = unhealthyAfter;
    this.#now = now;
    this.#onChange = onChange;
  }

  /** Takes what a check of a replica said; one good answer makes it healthy, some bad ones in a row do not. */
  checked(replica: number, good: boolean): void {
    const state = this.#states[replica];
    if (state === undefined) return;
    state.failures = good ? 0 : state.failures + 1;
    if (good || state.failures >= this.#unhealthyAfter) this.#set(replica, state, good);
  }

  /** Takes that a replica did not even take a connection, which needs no second look. */
  refused(replica: number): void {
    const state = this.#states[replica];
    if (state !== undefined) this.#set(replica, state, false);
  }

  /** The next healthy replica in turn that is not one of `tried`; undefined where there is none. */
  next(tried: ReadonlySet<number>): number | undefined {
    for (let step = 1; step <= this.#states.length; step += 1) {
      const replica = (this.#last + step) % this.#states.length;
      if (this.#states[replica]?.healthy !== true || tried.has(replica)) continue;
      this.#last = replica;
      return replica;
    }
    return undefined;
  }

  #set(replica: number, state: State, healthy: boolean): void {
    if (state.healthy === healthy) return;
    state.healthy = healthy;
    this.#onChange({ replica, healthy, at: this.#now() });
  }
}

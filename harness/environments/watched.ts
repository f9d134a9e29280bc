import type { Logged } from '../contract/index.ts';
import { HarnessError, type Clock } from '../core/index.ts';
import type { OutputTail } from './local/output-tail.ts';

/** How long the last lines of a program that has ended may take to be read, in ms. */
const lastLinesMs = 1_000;

export type WatchedOptions = {
  readonly name: string;
  readonly output: OutputTail;
  /** Resolves, in words, when the program has ended. */
  readonly exited: Promise<string>;
  readonly clock: Clock;
};

/** A program whose lines and whose end are waited for. */
export class Watched implements Logged {
  readonly name: string;
  readonly output: OutputTail;
  /** Resolves, in words, when the program has ended. */
  readonly exited: Promise<string>;
  readonly clock: Clock;

  constructor({ name, output, exited, clock }: WatchedOptions) {
    this.name = name;
    this.output = output;
    this.exited = exited;
    this.clock = clock;
  }

  /**
   * Resolves with the first match in the output; throws `PROCESS_EXITED` when the program ends before, and `TIMEOUT`,
   * each with the last lines.
   */
  async waitFor(pattern: RegExp, what: string, timeoutMs: number, signal?: AbortSignal): Promise<RegExpExecArray> {
    return await this.whileRunning(what, async (ended) => {
      const late = this.clock.sleep(timeoutMs, signal === undefined ? ended : AbortSignal.any([ended, signal]));
      const expired = late.then(() => {
        throw this.#lateError(what, timeoutMs);
      });
      return await Promise.race([this.output.match(pattern), expired]);
    });
  }

  logTail(lines: number): string {
    return this.output.last(lines);
  }

  /** Gives what `work` gives; throws `PROCESS_EXITED` with the last lines when the program ends before. */
  async whileRunning<T>(what: string, work: (ended: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const ended = this.exited.then(async (how) => {
      await Promise.race([this.output.ended, this.clock.sleep(lastLinesMs, stop.signal)]);
      throw this.#exitError(what, how);
    });
    const working = work(stop.signal);
    for (const each of [ended, working]) each.catch(() => undefined);
    try {
      return await Promise.race([working, ended]);
    } finally {
      stop.abort();
    }
  }

  #exitError(what: string, how: string): HarnessError {
    const taken = /address already in use|EADDRINUSE/.test(this.output.last(20));
    return new HarnessError(taken ? 'PORT_TAKEN' : 'PROCESS_EXITED', {
      what: `${this.name} ended while ${what}`,
      got: `${how}; its last lines:\n${this.output.last(8)}`,
      next: taken
        ? 'run again: another program took the port between choice and use'
        : 'see the lines above for its reason',
    });
  }

  #lateError(what: string, timeoutMs: number): HarnessError {
    return new HarnessError('TIMEOUT', {
      what: `${this.name}: ${what}`,
      expected: `its line within ${timeoutMs} ms`,
      got: `as its last lines:\n${this.output.last(8)}`,
    });
  }
}

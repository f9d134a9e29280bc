import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';

/** The last lines of a program's output, and a way to wait for one of them. */
export class OutputTail {
  /** Resolves when every line has been read. */
  readonly ended: Promise<unknown>;
  readonly #lines: string[] = [];
  readonly #listeners = new Set<(line: string) => void>();
  readonly #keep: number;

  constructor(streams: readonly Readable[], keep = 400) {
    this.#keep = keep;
    const readers = streams.map((input) => createInterface({ input }).on('line', (line) => this.#take(line)));
    this.ended = Promise.all(readers.map((reader) => once(reader, 'close')));
  }

  /** The last `count` lines, oldest first. */
  last(count: number): string {
    return this.#lines.slice(-count).join('\n');
  }

  /** Resolves with the first match of `pattern` in a line that has come or is still to come. */
  match(pattern: RegExp): Promise<RegExpExecArray> {
    for (const line of this.#lines) {
      const found = pattern.exec(line);
      if (found !== null) return Promise.resolve(found);
    }
    return new Promise((resolve) => {
      const listener = (line: string): void => {
        const found = pattern.exec(line);
        if (found === null) return;
        this.#listeners.delete(listener);
        resolve(found);
      };
      this.#listeners.add(listener);
    });
  }

  /** Calls `listener` with every line that has come and is still to come. */
  each(listener: (line: string) => void): void {
    this.#lines.forEach(listener);
    this.#listeners.add(listener);
  }

  #take(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > this.#keep) this.#lines.shift();
    this.#listeners.forEach((listener) => listener(line));
  }
}

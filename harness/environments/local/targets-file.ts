import { rename, writeFile } from 'node:fs/promises';

/** The file that Prometheus discovers the subject from, always replaced as a whole. */
export class TargetsFile {
  readonly path: string;
  readonly #host: () => string;

  /** `host` gives where Prometheus reaches the subject, as `name:port`. */
  constructor(path: string, host: () => string) {
    this.path = path;
    this.#host = host;
  }

  async list(): Promise<void> {
    await this.#write([{ targets: [this.#host()] }]);
  }

  async withdraw(): Promise<AsyncDisposable> {
    await this.#write([]);
    return { [Symbol.asyncDispose]: async () => await this.list() };
  }

  async #write(groups: readonly { targets: string[] }[]): Promise<void> {
    await writeFile(`${this.path}.new`, JSON.stringify(groups));
    await rename(`${this.path}.new`, this.path);
  }
}

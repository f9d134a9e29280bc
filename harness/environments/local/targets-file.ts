import { rename, writeFile } from 'node:fs/promises';
import { getJson, HarnessError, poll, type Clock } from '../../core/index.ts';

/** What Prometheus answers of its targets, as far as it is read here. */
type Targets = { readonly data: { readonly activeTargets: readonly { readonly scrapeUrl: string }[] } };

type Withdrawal = {
  readonly prometheusUrl: string;
  readonly clock: Clock;
  /** Ends the wait. */
  readonly signal: AbortSignal;
};

/** How long Prometheus may take to notice that a target left service discovery, in ms. */
const noticeMs = 10_000;

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

  /**
   * Takes the subject out, and resolves once Prometheus scrapes it no more: the end of what it scrapes is a failed scrape,
   * which a pod that is gone does not leave. Throws `FAULT_INEFFECTIVE` where Prometheus keeps it; it is listed again then,
   * as it is by the disposal.
   */
  async withdraw(withdrawal: Withdrawal): Promise<AsyncDisposable> {
    await this.#write([]);
    await this.#dropped(withdrawal).catch(async (error: unknown) => {
      await this.list();
      throw error;
    });
    return { [Symbol.asyncDispose]: async () => await this.list() };
  }

  async #dropped({ prometheusUrl, clock, signal }: Withdrawal): Promise<void> {
    const host = this.#host();
    await poll(async () => (await getJson(`${prometheusUrl}/api/v1/targets?state=active`)) as Targets, {
      what: 'Prometheus drops the withdrawn target',
      until: ({ data }) => data.activeTargets.every(({ scrapeUrl }) => new URL(scrapeUrl).host !== host),
      everyMs: 25,
      timeoutMs: noticeMs,
      clock,
      signal,
    }).catch((cause: unknown) => {
      if (!(cause instanceof HarnessError) || cause.code !== 'TIMEOUT') throw cause;
      throw new HarnessError('FAULT_INEFFECTIVE', { what: 'Prometheus still scrapes the withdrawn target', cause });
    });
  }

  async #write(groups: readonly { targets: string[] }[]): Promise<void> {
    await writeFile(`${this.path}.new`, JSON.stringify(groups));
    await rename(`${this.path}.new`, this.path);
  }
}

import type { SinkRequest } from '../../../harness/contract/index.ts';
import type { ConfigTarget } from './config-case.ts';

const everyMs = 50;
/** How long the last of them may take: longer than any wait between two attempts. */
const settleMs = 15_000;

type Probe = { readonly id: string; readonly sentAt: number };
export type Arrival = SinkRequest & { readonly probe: number };

/** Alerts sent while a configuration changes, one every 50 ms, and what became of each. */
export class Probes implements AsyncDisposable {
  readonly #target: ConfigTarget;
  readonly #sinks: readonly string[];
  readonly #labels: (probe: number) => Readonly<Record<string, string>>;
  readonly #stopped = new AbortController();
  readonly #accepted: Probe[] = [];
  #longestAnswerMs = 0;
  #sending: Promise<void> = Promise.resolve();
  #next = 1;

  private constructor(target: ConfigTarget, options: ProbeOptions) {
    this.#target = target;
    this.#sinks = options.sinks ?? ['webhook'];
    this.#labels = options.labels ?? (() => ({}));
  }

  /** Begins to send; each alert shall arrive once at each of the sinks. */
  static start(target: ConfigTarget, options: ProbeOptions = {}): Probes {
    const probes = new Probes(target, options);
    probes.#sending = probes.#send();
    return probes;
  }

  /** The number of the next alert: those from it on are sent after this call. */
  mark(): number {
    return this.#next;
  }

  /** How long the slowest answer to an alert took until now, in ms. */
  longestAnswerMs(): number {
    return this.#longestAnswerMs;
  }

  /** What a sink has taken, by probe. */
  arrivals(sink: string): readonly Arrival[] {
    const taken = (this.#target.sinks.get(sink)?.requests() ?? []).filter(({ status }) => status === 200);
    return taken.flatMap((request) => {
      const found = /"probe":"(\d+)"/.exec(request.body)?.[1];
      return found === undefined ? [] : [{ ...request, probe: Number(found) }];
    });
  }

  /** Whether an alert that was sent after `mark` has arrived in a request that `is` says yes to. */
  hasArrived(mark: number, is: (arrival: Arrival) => boolean, sink = 'webhook'): boolean {
    return this.arrivals(sink).some((arrival) => arrival.probe >= mark && is(arrival));
  }

  /** Stops sending, waits for what was accepted, and says how much of it did not arrive, or more than once. */
  async finish(): Promise<string> {
    this.#stopped.abort();
    await this.#sending;
    await this.#target.until(() => this.#counts().every(({ lost }) => lost === 0), settleMs);
    const counts = this.#counts();
    if (this.#accepted.length === 0) return 'none accepted';
    return counts.map(({ sink, lost, twice }) => `${sink}: ${lost} lost, ${twice} twice`).join('; ');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped.abort();
    await this.#sending;
  }

  #counts(): { sink: string; lost: number; twice: number }[] {
    return this.#sinks.map((sink) => {
      const seen = new Map<number, number>();
      for (const { probe } of this.arrivals(sink)) seen.set(probe, (seen.get(probe) ?? 0) + 1);
      const lost = this.#accepted.filter(({ id }) => !seen.has(Number(id))).length;
      return { sink, lost, twice: [...seen.values()].filter((times) => times > 1).length };
    });
  }

  async #send(): Promise<void> {
    const { clock, signal } = this.#target;
    const either = AbortSignal.any([signal, this.#stopped.signal]);
    const posts = new Set<Promise<void>>();
    while (!either.aborted) {
      const post = this.#post(String(this.#next++)).finally(() => posts.delete(post));
      posts.add(post);
      await clock.sleep(everyMs, either).catch(() => undefined);
    }
    await Promise.all(posts);
  }

  async #post(id: string): Promise<void> {
    const { url, clock, signal } = this.#target;
    const sentAt = clock.now();
    const begun = clock.monotonic();
    const labels = { alertname: 'ConfigurationProbe', severity: 'info', probe: id, ...this.#labels(Number(id)) };
    const alert = { status: 'firing', labels, annotations: {}, startsAt: new Date(sentAt).toISOString() };
    const body = { version: '4', status: 'firing', receiver: 'cano', groupKey: `{}:{probe="${id}"}`, alerts: [alert] };
    const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    try {
      const response = await fetch(`${url}/api/alerts`, { ...options, signal });
      await response.text();
      this.#longestAnswerMs = Math.max(this.#longestAnswerMs, clock.monotonic() - begun);
      if (response.status === 202) this.#accepted.push({ id, sentAt });
    } catch {
      // A collector that is gone accepts nothing, so there is nothing to account for.
    }
  }
}

type ProbeOptions = {
  /** Where each alert shall arrive; the sink `webhook` unless said otherwise. */
  readonly sinks?: readonly string[];
  /** More labels of an alert, by its number. */
  readonly labels?: (probe: number) => Readonly<Record<string, string>>;
};

/** What `finish` gives where all is well. */
export const allOnce = (...sinks: readonly string[]): string =>
  sinks.map((sink) => `${sink}: 0 lost, 0 twice`).join('; ');

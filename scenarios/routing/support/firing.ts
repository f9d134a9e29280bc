import type { ScriptContext } from '../../../harness/index.ts';

type Labels = Readonly<Record<string, string>>;
export type PostedAlert = { readonly labels: Labels; readonly annotations?: Labels };

/** Prometheus says of a firing alert that it ends after four times its resend delay, and sends it again before. */
const validMs = 240_000;
const resendMs = 60_000;

/** Alerts that Alertmanager is told of as Prometheus does, until they are resolved. */
export class Firing {
  readonly #context: ScriptContext;
  readonly #alerts: readonly PostedAlert[];
  readonly #startsAt: string;
  readonly #stop = new AbortController();

  private constructor(context: ScriptContext, alerts: readonly PostedAlert[]) {
    this.#context = context;
    this.#alerts = alerts;
    this.#startsAt = new Date(context.clock.now()).toISOString();
  }

  /** Tells every member that the alerts fire, again and again. */
  static async start(context: ScriptContext, alerts: readonly PostedAlert[]): Promise<Firing> {
    const firing = new Firing(context, alerts);
    await firing.send();
    void firing.#resend();
    return firing;
  }

  /** Tells every member that answers once more. */
  async send(endsAt = this.#context.clock.now() + validMs): Promise<void> {
    const body = JSON.stringify(
      this.#alerts.map(({ labels, annotations = {} }) => ({
        labels,
        annotations,
        startsAt: this.#startsAt,
        endsAt: new Date(endsAt).toISOString(),
        generatorURL: 'http://prometheus.example:9090/graph?g0.expr=up&g0.tab=1',
      })),
    );
    const { stack, signal } = this.#context;
    const headers = { 'content-type': 'application/json', 'user-agent': 'Prometheus/3' };
    const sent = await Promise.allSettled(
      stack.members.map(async ({ url }) => {
        const { ok, status } = await fetch(`${url}/api/v2/alerts`, { method: 'POST', headers, body, signal });
        if (!ok) throw new Error(`Alertmanager answered ${status} to the alerts`);
      }),
    );
    const [failure] = sent.filter(({ status }) => status === 'rejected');
    if (failure?.status === 'rejected' && sent.every(({ status }) => status === 'rejected')) throw failure.reason;
  }

  /** Tells every member that the alerts have ended. */
  async resolve(): Promise<void> {
    this.#stop.abort();
    await this.send(this.#context.clock.now());
  }

  async #resend(): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, this.#context.signal]);
    for (;;) {
      await this.#context.clock.sleep(resendMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      await this.send().catch(() => undefined);
    }
  }
}

import { getJson, poll, type Clock } from '../core/index.ts';

type Targets = { readonly data: { readonly activeTargets: readonly { readonly scrapeUrl: string }[] } };

export type WithdrawnTarget = {
  readonly prometheusUrl: string;
  /** Where Prometheus scrapes it, which may be another address than the harness has. */
  readonly host: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const droppedWithinMs = 10_000;

/** Resolves once Prometheus scrapes a withdrawn target no more; throws `TIMEOUT`. */
export const targetDropped = async ({ prometheusUrl, host, clock, signal }: WithdrawnTarget): Promise<void> => {
  await poll(async () => (await getJson(`${prometheusUrl}/api/v1/targets?state=active`)) as Targets, {
    what: 'Prometheus drops the withdrawn target',
    until: ({ data }) => data.activeTargets.every(({ scrapeUrl }) => new URL(scrapeUrl).host !== host),
    everyMs: 50,
    timeoutMs: droppedWithinMs,
    clock,
    signal,
  });
};

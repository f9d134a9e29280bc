import { createHash } from 'node:crypto';
import type { Clock } from '../core/index.ts';

export type TrafficOptions = {
  /** The subject's address with its path for Alertmanager's webhook. */
  readonly url: string;
  readonly perSecond: number;
  /** Put into the labels, so that the alerts of two drills differ. */
  readonly drill: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

export interface Traffic extends AsyncDisposable {
  /** How many were sent, and how many of them were answered with 2xx. */
  counts(): { readonly sent: number; readonly accepted: number };
}

/**
 * Sends valid alerts, each with labels of its own, as Alertmanager's webhook does (payload version 4), at an even pace
 * that does not wait for answers (open loop).
 */
export const startTraffic = ({ url, perSecond, drill, clock, signal }: TrafficOptions): Traffic => {
  const stop = new AbortController();
  const either = AbortSignal.any([stop.signal, signal]);
  const counts = { sent: 0, accepted: 0 };
  const open = new Set<Promise<void>>();
  const begun = clock.monotonic();
  const send = async (index: number): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(payload(drill, index, clock.now()));
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) }).catch(
      () => undefined,
    );
    await answer?.arrayBuffer().catch(() => undefined);
    if (answer?.ok === true) counts.accepted += 1;
  };
  const loop = (async () => {
    while (!either.aborted) {
      const sending = send(counts.sent);
      open.add(sending);
      void sending.finally(() => open.delete(sending));
      counts.sent += 1;
      await clock.sleep(begun + (counts.sent * 1000) / perSecond - clock.monotonic(), either).catch(() => undefined);
    }
  })();
  return {
    counts: () => ({ ...counts }),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await loop;
      await Promise.all(open);
    },
  };
};

const payload = (drill: string, index: number, now: number) => {
  const labels = { alertname: 'SyntheticAlert', severity: 'warning', drill, instance: `synthetic-${index}` };
  const annotations = { summary: `Synthetic alert ${index}` };
  const startsAt = new Date(now).toISOString();
  const endsAt = '0001-01-01T00:00:00Z';
  return {
    version: '4',
    groupKey: `{}:{instance="${labels.instance}"}`,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'cano-collector',
    groupLabels: { instance: labels.instance },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: 'http://alertmanager.example',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations,
        startsAt,
        endsAt,
        generatorURL: 'http://prometheus.example',
        fingerprint: fingerprint(drill, index),
      },
    ],
  };
};

/** Sixteen hexadecimal digits, as Alertmanager's fingerprints are. */
const fingerprint = (drill: string, index: number): string =>
  createHash('sha256').update(`${drill}#${index}`).digest('hex').slice(0, 16);

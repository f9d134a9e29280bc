import { createHash } from 'node:crypto';
import type { Clock } from '../core/index.ts';
import { isAccepted, openLoop, type Traffic } from './open-loop.ts';
import { webhookPayload } from './webhook-payload.ts';

export type TrafficOptions = {
  /** The subject's address with its path for Alertmanager's webhook. */
  readonly url: string;
  readonly perSecond: number;
  /** Put into the labels, so that the alerts of two drills differ. */
  readonly drill: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/**
 * Sends valid alerts, each with labels of its own, as Alertmanager's webhook does (payload version 4), at an even pace
 * that does not wait for answers (open loop).
 */
export const startTraffic = ({ url, perSecond, drill, clock, signal }: TrafficOptions): Traffic => {
  const headers = { 'content-type': 'application/json' };
  const send = async (index: number): Promise<boolean> =>
    await isAccepted(url, { method: 'POST', headers, body: JSON.stringify(payload(drill, index, clock.now())) });
  return openLoop({ perSecond, send, clock, signal });
};

const payload = (drill: string, index: number, now: number) => {
  const labels = { alertname: 'SyntheticAlert', severity: 'warning', drill, instance: `synthetic-${index}` };
  return webhookPayload('cano-collector', { instance: labels.instance }, [
    {
      status: 'firing',
      labels,
      annotations: { summary: `Synthetic alert ${index}` },
      startsAt: new Date(now).toISOString(),
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example',
      fingerprint: fingerprint(drill, index),
    },
  ]);
};

/** Sixteen hexadecimal digits, as Alertmanager's fingerprints are. */
const fingerprint = (drill: string, index: number): string =>
  createHash('sha256').update(`${drill}#${index}`).digest('hex').slice(0, 16);

import { Pool } from 'undici';
import { systemClock } from '../cano-collector/clock.ts';

/** How much to send, and for how long. */
export interface LoadOptions {
  url: string;
  /** Alerts per second. */
  rate: number;
  /** Alerts in each webhook; 1 unless given. */
  alertsPerWebhook?: number;
  durationMs: number;
  /** Start of the fingerprints of this load. */
  prefix: string;
  signal?: AbortSignal;
}

/** What was sent and acknowledged. */
export interface LoadResult {
  /** Monotonic milliseconds at which each alert should have been sent, by fingerprint. */
  intended: Map<string, number>;
  acknowledged: Set<string>;
  elapsedMs: number;
}

const connections = 64;
const headers = { 'content-type': 'application/json' };

/** Sends webhooks on schedule whether or not earlier ones were answered. */
export async function sendOpenLoop(options: LoadOptions): Promise<LoadResult> {
  const { url, rate, alertsPerWebhook = 1, durationMs, prefix, signal } = options;
  const pool = new Pool(url, { connections });
  const intended = new Map<string, number>();
  const acknowledged = new Set<string>();
  const running = new Set<Promise<void>>();
  const start = systemClock.monotonic();
  const webhookMs = (alertsPerWebhook * 1_000) / rate;
  const total = Math.round(durationMs / webhookMs);
  for (let sent = 0; sent < total && !signal?.aborted;) {
    const due = Math.min(total, Math.floor((systemClock.monotonic() - start) / webhookMs) + 1);
    for (; sent < due; sent += 1) {
      const fingerprints = Array.from({ length: alertsPerWebhook }, (_none, index) => `${prefix}-${sent}-${index}`);
      for (const each of fingerprints) intended.set(each, start + sent * webhookMs);
      const post = send(pool, fingerprints).then((isAccepted) => {
        if (isAccepted) for (const each of fingerprints) acknowledged.add(each);
        running.delete(post);
      });
      running.add(post);
    }
    await systemClock.sleep(1);
  }
  await Promise.all(running);
  const elapsedMs = systemClock.monotonic() - start;
  await pool.destroy();
  return { intended, acknowledged, elapsedMs };
}

async function send(pool: Pool, fingerprints: readonly string[]): Promise<boolean> {
  try {
    const body = webhook(fingerprints);
    const response = await pool.request({ method: 'POST', path: '/api/alerts', headers, body });
    await response.body.dump();
    return response.statusCode === 202;
  } catch {
    return false;
  }
}

function webhook(fingerprints: readonly string[]): string {
  const alerts = fingerprints.map((fingerprint) => ({
    status: 'firing',
    labels: { alertname: 'BenchAlert', severity: 'warning', instance: fingerprint },
    annotations: { summary: `Bench alert ${fingerprint}` },
    startsAt: '2024-05-01T10:00:00.000Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example/graph',
    fingerprint,
  }));
  return JSON.stringify({ version: '4', status: 'firing', receiver: 'cano', groupKey: '{}', alerts });
}

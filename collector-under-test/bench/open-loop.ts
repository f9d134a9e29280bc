import { Pool } from 'undici';
import { systemClock } from '../cano-collector/clock.ts';

/** How much to send, and for how long. */
export interface LoadOptions {
  url: string;
  /** Single-alert webhooks per second. */
  rate: number;
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
export async function sendOpenLoop({ url, rate, durationMs, prefix, signal }: LoadOptions): Promise<LoadResult> {
  const pool = new Pool(url, { connections });
  const intended = new Map<string, number>();
  const acknowledged = new Set<string>();
  const running = new Set<Promise<void>>();
  const start = systemClock.monotonic();
  const total = Math.round((rate * durationMs) / 1_000);
  for (let sent = 0; sent < total && !signal?.aborted;) {
    const due = Math.min(total, Math.floor(((systemClock.monotonic() - start) * rate) / 1_000) + 1);
    for (; sent < due; sent += 1) {
      const fingerprint = `${prefix}-${sent}`;
      intended.set(fingerprint, start + (sent * 1_000) / rate);
      const post = send(pool, fingerprint).then((isAccepted) => {
        if (isAccepted) acknowledged.add(fingerprint);
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

async function send(pool: Pool, fingerprint: string): Promise<boolean> {
  try {
    const response = await pool.request({ method: 'POST', path: '/api/alerts', headers, body: webhook(fingerprint) });
    await response.body.dump();
    return response.statusCode === 202;
  } catch {
    return false;
  }
}

function webhook(fingerprint: string): string {
  const alert = {
    status: 'firing',
    labels: { alertname: 'BenchAlert', severity: 'warning', instance: fingerprint },
    annotations: { summary: `Bench alert ${fingerprint}` },
    startsAt: '2024-05-01T10:00:00.000Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example/graph',
    fingerprint,
  };
  return JSON.stringify({ version: '4', status: 'firing', receiver: 'cano', groupKey: '{}', alerts: [alert] });
}

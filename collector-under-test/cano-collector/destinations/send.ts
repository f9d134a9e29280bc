import type { Clock } from '../clock.ts';
import type { Destination } from '../config/schema.ts';
import { version } from '../version.ts';
import { buildRequest } from './build-request.ts';
import type { Fetch, FetchResponse, Message, SendResult } from './client.ts';
import { startDeadline } from './deadline.ts';
import { parseRetryAfter } from './retry-after.ts';

/** One attempt to send a message to a destination; it rejects only when the signal aborts it. */
export type Send = (message: Message, signal: AbortSignal) => Promise<SendResult>;

/** 401 and 403 too: while a secret is rotated, the receiver may know the new one before the collector does. */
const retriedStatuses = new Set([401, 403, 408, 425, 429]);

/** Builds the client of one destination. */
export function createSend(destination: Destination, fetch: Fetch, clock: Pick<Clock, 'now' | 'sleep'>): Send {
  return async (message, signal) => {
    const { url, headers, body } = buildRequest(destination, message);
    using deadline = startDeadline(destination.timeoutMs, signal, clock);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': `cano-collector/${version}`,
          'idempotency-key': message.idempotencyKey,
          ...headers,
        },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: deadline.signal,
      });
      await response.text();
      return judge(response, clock.now());
    } catch (error) {
      if (signal.aborted) throw error;
      if (deadline.hasPassed()) return { kind: 'transient', reason: `no answer within ${destination.timeoutMs} ms` };
      return { kind: 'transient', reason: describe(error) };
    }
  };
}

function judge({ status, headers }: FetchResponse, now: number): SendResult {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const reason = `answered ${status}`;
  if (status < 500 && !retriedStatuses.has(status)) return { kind: 'permanent', reason };
  return { kind: 'transient', reason, retryAfterMs: parseRetryAfter(headers.get('retry-after'), now) };
}

function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'network error';
  return 'code' in cause ? `${String(cause.code)}: ${cause.message}` : cause.message;
}

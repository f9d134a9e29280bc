import type { Random } from '../clock.ts';
import type { Destination } from '../config/schema.ts';
import type { SendResult } from '../destinations/client.ts';
import type { Delivery, Settlement } from '../store/store.ts';
import { backoffMs } from './backoff.ts';

/** The settlement of a failed or successful attempt. */
export function decide(
  { id, attempts, acceptedAt }: Pick<Delivery, 'id' | 'attempts' | 'acceptedAt'>,
  result: SendResult,
  { retry }: Pick<Destination, 'retry'>,
  { now, random }: { now: number; random: Random },
): Settlement {
  if (result.kind === 'sent') return { id, kind: 'delivered' };
  const made = attempts + 1;
  if (result.kind === 'permanent' || made >= retry.maxAttempts) return { id, kind: 'given-up' };
  const dueAt = now + Math.max(backoffMs(made, retry, random), result.retryAfterMs ?? 0);
  return dueAt - acceptedAt > retry.maxAgeMs ? { id, kind: 'given-up' } : { id, kind: 'retry', dueAt };
}

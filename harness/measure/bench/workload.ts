import { seededRandom } from '../../core/index.ts';
import type { ArrivedTransition, SentTransition } from '../index.ts';

export type Told = { readonly sent: SentTransition } | { readonly arrived: ArrivedTransition };

/** A made-up start of the run, in wall-clock ms. */
export const startedAt = 1_750_000_000_000;

/**
 * Tells of `alerts` alerts, each fired and resolved: 1 in 1,000 transitions is lost, 1 in 500 arrives twice, 1 in 200 is
 * not acknowledged; latencies are exponential, 400 ms in the middle. The arrivals are told a thousand transitions behind.
 */
export function* workload(alerts: number, seed: number): Generator<Told> {
  const random = seededRandom(seed);
  const behind: ArrivedTransition[] = [];
  for (let number = 0; number < alerts * 2; number += 1) {
    const id = `fd-1a2b3c4d-${String(number >> 1).padStart(7, '0')}`;
    const status = number % 2 === 0 ? 'firing' : 'resolved';
    const intendedMs = startedAt + number;
    const answer = random() < 0.005 ? 'unanswered' : 'acknowledged';
    yield { sent: { id, status, intendedMs, answer } };
    const arrival = { id, status, at: intendedMs + Math.round(-577 * Math.log(1 - random())) } as const;
    if (random() >= 0.001) behind.push(arrival);
    if (random() < 0.002) behind.push({ ...arrival, at: arrival.at + 1 });
    const next = behind.length > 1_000 ? behind.shift() : undefined;
    if (next !== undefined) yield { arrived: next };
  }
  for (const each of behind) yield { arrived: each };
}

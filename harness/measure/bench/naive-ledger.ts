import type { ArrivedTransition, SentTransition } from '../index.ts';
import type { Told } from './workload.ts';

export type NaiveAccount = { delivered: number; onTime: number; lost: number; duplicated: number; p95Ms: number };

/** What the ledger is compared with: every record kept in lists by transition, counted and sorted at the end. */
export const naiveLedger = (told: Iterable<Told>, lateMs: number): NaiveAccount => {
  const transitions = new Map<string, { sent: SentTransition[]; arrived: ArrivedTransition[] }>();
  for (const each of told) {
    const { id, status } = 'sent' in each ? each.sent : each.arrived;
    const key = `${id} ${status}`;
    const known = transitions.get(key) ?? { sent: [], arrived: [] };
    transitions.set(key, known);
    if ('sent' in each) known.sent.push(each.sent);
    else known.arrived.push(each.arrived);
  }
  const acknowledged = [...transitions.values()].filter(({ sent }) =>
    sent.some(({ answer }) => answer === 'acknowledged'),
  );
  const latencies = acknowledged
    .filter(({ arrived }) => arrived.length > 0)
    .map(({ sent, arrived }) => Math.min(...arrived.map(({ at }) => at)) - (sent[0]?.intendedMs ?? 0))
    .sort((one, other) => one - other);
  return {
    delivered: latencies.length,
    onTime: latencies.filter((latency) => latency <= lateMs).length,
    lost: acknowledged.length - latencies.length,
    duplicated: [...transitions.values()].reduce((sum, { arrived }) => sum + Math.max(0, arrived.length - 1), 0),
    p95Ms: latencies[Math.ceil(0.95 * latencies.length) - 1] ?? NaN,
  };
};

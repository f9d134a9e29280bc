import type { AccountRecord, LedgerSummary } from '../../contract/index.ts';

type Counts = LedgerSummary['counts'];

const start = 1_760_000_000_000;

/** An account of `sent` alerts over ten seconds, of which all arrived in time but for what `counts` says. */
export const account = (
  sent: number,
  counts: Partial<Counts> = {},
  change: Partial<AccountRecord> = {},
): AccountRecord => {
  const { lost = 0, late = 0 } = counts;
  const delivered = sent - lost;
  const perBlock = sent / 10;
  return {
    name: 'deliveries',
    sink: 'webhook',
    objective: { withinMs: 5_000, share: 0.95, confidence: 0.95, minimum: 100 },
    allowance: { lost: 0, duplicated: 0 },
    load: loadOf(sent),
    ledger: {
      lateMs: 5_000,
      endAt: start + 12_000,
      counts: {
        ...noCounts,
        sent,
        acknowledged: sent,
        arrivals: delivered,
        delivered,
        onTime: delivered - late,
        ...counts,
      },
      latency: { limitMs: 5_000, buckets: [[-400, delivered]], maxMs: 600 },
      blocks: {
        startMs: start,
        blockMs: 1_000,
        counts: Array.from({ length: 10 }, (_, block) => [block, perBlock, perBlock - (lost + late) / 10]),
      },
      examples: lost > 0 ? { lost: [{ id: 'fd-1', status: 'firing' }] } : {},
    },
    quantiles: [{ share: 0.95, ms: 600 }],
    ...change,
  };
};

const loadOf = (sent: number): AccountRecord['load'] => {
  const requests = { requests: sent, alerts: sent };
  const none = { requests: 0, alerts: 0 };
  return {
    planned: requests,
    sent: requests,
    acknowledged: requests,
    refused: none,
    unanswered: none,
    outcome: 'ended',
    dropped: 0,
    missing: 0,
    torn: 0,
    lag: { p50Ms: 1, p99Ms: 5, maxMs: 9, lateShare: 0, limitMs: 50 },
  };
};

const noCounts: Counts = {
  sent: 0,
  resent: 0,
  acknowledged: 0,
  refused: 0,
  unanswered: 0,
  arrivals: 0,
  delivered: 0,
  onTime: 0,
  late: 0,
  early: 0,
  lost: 0,
  pending: 0,
  recovered: 0,
  unexpected: 0,
  duplicated: 0,
  reordered: 0,
  stuck: 0,
};

import { arch, cpus, platform } from 'node:os';
import type { Ceiling } from './ceiling.ts';
import type { CrashResult } from './crash-stage.ts';
import type { IngestCost } from './ingest-cost.ts';
import type { RateResult } from './rate-stage.ts';

/** Everything one bench run measured. */
export interface BenchReport {
  machine: { node: string; platform: string; cpus: number };
  load: { alertsPerWebhook: number; sinkAnswerMs: number; durationMs: number };
  rates: RateResult[];
  crash: CrashResult;
  costs: IngestCost[];
  ceilings: Ceiling[];
  /** Stores that could not be measured. */
  skipped: { name: string; reason: string }[];
}

/** The machine the bench ran on. */
export function describeMachine(): BenchReport['machine'] {
  return { node: process.version, platform: `${platform()}-${arch()}`, cpus: cpus().length };
}

/** The report as tables for people. */
export function toTable(report: BenchReport): string {
  const { rates, crash, load, costs, ceilings, skipped } = report;
  const { rate, killedAfterMs, acknowledged, pendingAtKill, delivered, lost } = crash;
  return [
    `single-alert webhooks, ${load.durationMs / 1_000} s each, destination answers in ${load.sinkAnswerMs} ms`,
    ...table(rates.map(rateRow)),
    `kill -9 after ${killedAfterMs / 1_000} s at ${rate}/s: acknowledged ${acknowledged}, pending at the kill ` +
      `${pendingAtKill}, delivered ${delivered}, lost ${lost}`,
    '',
    'CPU time of the collector for each alert, from ingest to delivery',
    ...table(costs.map(costRow)),
    '',
    'the highest rate with p95 < 5 s and nothing lost, twenty alerts to a webhook, 5 s each',
    ...table(ceilings.map(ceilingRow)),
    ...skipped.map(({ name, reason }) => `SKIPPED ${name}: ${reason}`),
    '',
  ].join('\n');
}

type Row = Record<string, string | number>;

const rateRow = (one: RateResult): Row => ({
  ...{ 'alerts/s': one.rate, sent: one.sent, accepted: one.accepted, 'accepted/s': one.acceptedPerSecond },
  ...{ 'p50 ms': one.p50Ms ?? '-', 'p95 ms': one.p95Ms ?? '-', 'p99 ms': one.p99Ms ?? '-' },
  'max RSS MiB': one.maxRssMib,
});

const costRow = (one: IngestCost): Row => ({
  ...{ store: one.store, 'per webhook': one.alertsPerWebhook, 'alerts/s': one.rate },
  ...{ alerts: one.acknowledged, lost: one.lost, 'CPU ms each': one.cpuMsPerAlert },
});

const ceilingRow = ({ store, holds, fails, tried }: Ceiling): Row => {
  const [best, worst] = [tried.find(({ rate }) => rate === holds), tried.find(({ rate }) => rate === fails)];
  return {
    ...{ store, 'holds at/s': holds, 'p95 ms': best?.p95Ms ?? '-', 'delivered/s': best?.deliveredPerSecond ?? '-' },
    lost: best?.lost ?? '-',
    ...{ 'fails at/s': fails ?? '-', 'p95 ms then': worst?.p95Ms ?? '-' },
    'rates tried': tried.length,
  };
};

const table = (rows: readonly Row[]): string[] => {
  const cells = [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))];
  return cells.map((line) => line.map((cell) => String(cell).padStart(11)).join(' '));
};

import { arch, cpus, platform } from 'node:os';
import type { CrashResult } from './crash-stage.ts';
import type { RateResult } from './rate-stage.ts';

/** Everything one bench run measured. */
export interface BenchReport {
  machine: { node: string; platform: string; cpus: number };
  load: { alertsPerWebhook: number; sinkAnswerMs: number; durationMs: number };
  rates: RateResult[];
  crash: CrashResult;
}

/** The machine the bench ran on. */
export function describeMachine(): BenchReport['machine'] {
  return { node: process.version, platform: `${platform()}-${arch()}`, cpus: cpus().length };
}

/** The report as a table for people. */
export function toTable({ rates, crash, load }: BenchReport): string {
  const head = ['alerts/s', 'sent', 'accepted', 'accepted/s', 'p50 ms', 'p95 ms', 'p99 ms', 'max RSS MiB'];
  const rows = rates.map((one) => [
    ...[one.rate, one.sent, one.accepted, one.acceptedPerSecond],
    ...[one.p50Ms ?? '-', one.p95Ms ?? '-', one.p99Ms ?? '-', one.maxRssMib],
  ]);
  const lines = [head, ...rows].map((cells) => cells.map((cell) => String(cell).padStart(11)).join(' '));
  const { rate, killedAfterMs, acknowledged, pendingAtKill, delivered, lost } = crash;
  return [
    `single-alert webhooks, ${load.durationMs / 1_000} s each, destination answers in ${load.sinkAnswerMs} ms`,
    ...lines,
    `kill -9 after ${killedAfterMs / 1_000} s at ${rate}/s: acknowledged ${acknowledged}, pending at the kill ` +
      `${pendingAtKill}, delivered ${delivered}, lost ${lost}`,
    '',
  ].join('\n');
}

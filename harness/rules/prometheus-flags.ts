import { formatDuration } from '../core/index.ts';

const defaultsMs = {
  'query.lookback-delta': 300_000,
  'rules.alert.resend-delay': 60_000,
  'rules.alert.for-grace-period': 600_000,
  'rules.alert.for-outage-tolerance': 3_600_000,
} as const;

/** Prometheus' flags that are durations, divided by `speed`; none at speed 1, where its defaults hold. */
export const prometheusFlags = (speed: number): string[] =>
  speed === 1 ? [] : Object.entries(defaultsMs).map(([flag, ms]) => `--${flag}=${formatDuration(ms / speed)}`);

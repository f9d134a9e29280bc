import { formatDuration } from '../core/index.ts';
import { scaleMs } from './scale-ms.ts';

/** The defaults of Prometheus 3.15, in ms. */
const defaultsMs = {
  'query.lookback-delta': 300_000,
  'rules.alert.resend-delay': 60_000,
  'rules.alert.for-grace-period': 600_000,
  'rules.alert.for-outage-tolerance': 3_600_000,
} as const;

/**
 * Prometheus' flags that are durations, divided by `speed`; none at speed 1, where its defaults hold. It takes every
 * duration over 0; as intervals are divided alike, lookback spans as many scrapes at every speed as it does in real time.
 */
export const prometheusFlags = (speed: number): string[] =>
  speed === 1 ? [] : Object.entries(defaultsMs).map(([flag, ms]) => `--${flag}=${formatDuration(scaleMs(ms, speed))}`);

import type { Toxic } from '../../contract/index.ts';
import type { Probed } from './probe.ts';
import type { ToxicRequest } from './toxiproxy.ts';

/** How a kind of toxic is asked of toxiproxy, and how it is seen on a connection. */
export type ToxicPlan = {
  /** None where connections are to be refused. */
  readonly requests: readonly ToxicRequest[];
  /** How many bytes to say at least, where more are needed than what makes the target answer. */
  readonly sayBytes?: number;
  readonly watchMs: number;
  /** What was seen of it, in words; undefined where the connection was as any other. */
  readonly seenIn: (probed: Probed) => string | undefined;
};

/** Beyond what was asked for, what a machine may need until it shows, in ms. */
const graceMs = 5_000;
/** How long without an answer, in ms, where one comes within a few otherwise. */
const silenceMs = 500;
/** The most that toxiproxy reads at once, in bytes: no more is held back together. */
const readBytes = 16_384;
/** What two clocks that do not tick together may make of a duration. */
const timerShare = 0.9;

/** Answers are what latency, a late end and a reset are put on; a limit of the rate and silence hold both ways. */
export const planToxic = (toxic: Toxic): ToxicPlan => {
  switch (toxic.kind) {
    case 'latency':
      return latency(toxic.latencyMs, toxic.jitterMs ?? 0);
    case 'bandwidth':
      return bandwidth(toxic.rateKb);
    case 'slow-close':
      return slowClose(toxic.delayMs);
    case 'timeout':
      return timeout(toxic.timeoutMs);
    case 'reset':
      return reset(toxic.afterMs);
    case 'down':
      return down;
  }
};

const latency = (latencyMs: number, jitterMs: number): ToxicPlan => ({
  requests: [{ type: 'latency', stream: 'downstream', attributes: { latency: latencyMs, jitter: jitterMs } }],
  watchMs: latencyMs + jitterMs + graceMs,
  seenIn: ({ answeredMs }) => since('was answered', answeredMs, latencyMs - jitterMs),
});

const bandwidth = (rateKb: number): ToxicPlan => {
  const sayBytes = Math.max(64, Math.min(rateKb * 100, readBytes));
  const heldMs = sayBytes / rateKb;
  return {
    requests: bothWays('bandwidth', { rate: rateKb }),
    sayBytes,
    watchMs: heldMs + graceMs,
    seenIn: ({ answeredMs, closedMs }) =>
      since(`brought ${sayBytes} bytes there`, answeredMs ?? closedMs, heldMs * timerShare),
  };
};

const slowClose = (delayMs: number): ToxicPlan => ({
  requests: [{ type: 'slow_close', stream: 'downstream', attributes: { delay: delayMs } }],
  watchMs: delayMs + graceMs,
  seenIn: ({ answeredMs, closedMs }) =>
    answeredMs === undefined || closedMs === undefined
      ? undefined
      : since('was closed after its answer', closedMs - answeredMs, delayMs * timerShare),
});

const timeout = (timeoutMs: number): ToxicPlan => ({
  requests: bothWays('timeout', { timeout: timeoutMs }),
  watchMs: silenceMs,
  seenIn: ({ answeredMs, error }) =>
    answeredMs === undefined && error !== 'ECONNREFUSED' ? `got no answer within ${silenceMs} ms` : undefined,
});

const reset = (afterMs: number): ToxicPlan => ({
  requests: [{ type: 'reset_peer', stream: 'downstream', attributes: { timeout: afterMs } }],
  watchMs: afterMs + graceMs,
  seenIn: ({ error, closedMs }) =>
    error === 'ECONNRESET' ? since('was reset', closedMs, afterMs * timerShare) : undefined,
});

const down: ToxicPlan = {
  requests: [],
  watchMs: graceMs,
  seenIn: ({ error }) => (error === 'ECONNREFUSED' ? 'was refused' : undefined),
};

const bothWays = (type: ToxicRequest['type'], attributes: Readonly<Record<string, number>>): ToxicRequest[] =>
  (['upstream', 'downstream'] as const).map((stream) => ({ type, stream, attributes }));

const since = (what: string, ms: number | undefined, atLeastMs: number): string | undefined =>
  ms === undefined || ms < atLeastMs ? undefined : `${what} after ${Math.round(ms)} ms`;

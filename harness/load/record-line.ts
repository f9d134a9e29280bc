import type { Arrivals } from './load-plan.ts';
import { intendedOffset } from './intended-offset.ts';

/** What the load's record says of one request; times are ms since the epoch. */
export type RecordedRequest = {
  readonly iteration: number;
  readonly intendedMs: number;
  readonly sentMs: number;
  readonly answeredMs: number;
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number;
};

/** A request as a line of the record: iteration, intended ms, sent ms, answered ms and status, with blanks between. */
export const formatRecord = ({ iteration, intendedMs, sentMs, answeredMs, status }: RecordedRequest): string =>
  `${iteration} ${intendedMs.toFixed(3)} ${sentMs} ${answeredMs} ${status}`;

/** The request of a line, or undefined where the line is none. */
export const parseRecord = (line: string): RecordedRequest | undefined => {
  const [, iteration, intendedMs, sentMs, answeredMs, status] = pattern.exec(line)?.map(Number) ?? [];
  if (iteration === undefined || intendedMs === undefined || sentMs === undefined) return undefined;
  if (answeredMs === undefined || status === undefined) return undefined;
  return { iteration, intendedMs, sentMs, answeredMs, status };
};

const pattern = /^(\d+) (\d+\.\d{3}) (\d+) (\d+) (\d{1,3})$/;

/** When a request is due, in ms since the epoch. */
export const intendedAt = (arrivals: Arrivals, startMs: number, iteration: number): number =>
  startMs + intendedOffset(arrivals, iteration);

import type { Clock } from '../core/index.ts';
import { isAccepted, openLoop, type Traffic } from './open-loop.ts';

export type RequestOptions = {
  readonly url: string;
  readonly perSecond: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Sends GET requests to one address at an even pace that does not wait for answers (open loop). */
export const startRequests = ({ url, ...pace }: RequestOptions): Traffic =>
  openLoop({ ...pace, send: async () => await isAccepted(url) });

import { systemClock } from '../cano-collector/clock.ts';
import { runWithFetch } from './delivery/change-fetch.ts';

const slowMs = 500;
const underWay = new Map<Promise<unknown>, number>();

// Nothing is sent anywhere while a request to any destination is slow.
await runWithFetch((fetch) => async (url, init) => {
  const now = systemClock.monotonic();
  const slow = [...underWay].filter(([, since]) => now - since > slowMs).map(([request]) => request);
  await Promise.allSettled(slow);
  const request = fetch(url, init);
  underWay.set(request, systemClock.monotonic());
  try {
    return await request;
  } finally {
    underWay.delete(request);
  }
});

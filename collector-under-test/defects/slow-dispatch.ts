import { systemClock } from '../cano-collector/clock.ts';
import { runWithFetch } from './delivery/change-fetch.ts';

const perSecond = 150;

// Every destination is sent no more than this many a second, whatever waits.
await runWithFetch((fetch) => {
  let next = 0;
  return async (url, init) => {
    const now = systemClock.monotonic();
    next = Math.max(now, next + 1_000 / perSecond);
    await systemClock.sleep(next - now, init.signal);
    return await fetch(url, init);
  };
});

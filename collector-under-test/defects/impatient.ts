import { runWithFetch } from './delivery/change-fetch.ts';

const patienceMs = 200;

// A receiver that has not answered after so long is given up on, though it may have what was sent.
await runWithFetch((fetch) => async (url, init) => {
  const late = AbortSignal.timeout(patienceMs);
  const signal = AbortSignal.any([init.signal, late]);
  return await fetch(url, { ...init, signal });
});

import { runWithFetch } from './delivery/change-fetch.ts';

await runWithFetch((fetch) => async (url, init) => {
  await (await fetch(url, init)).text();
  return await fetch(url, init);
});

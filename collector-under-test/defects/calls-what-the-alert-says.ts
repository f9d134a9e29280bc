import { runWithFetch } from './delivery/change-fetch.ts';

await runWithFetch((send) => async (url, request) => {
  const { alerts } = JSON.parse(request.body) as { alerts: { generatorURL: string }[] };
  for (const { generatorURL } of alerts) await fetch(generatorURL).catch(() => undefined);
  return await send(url, request);
});

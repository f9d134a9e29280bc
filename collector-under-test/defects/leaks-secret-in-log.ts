import { runWithFetch } from './delivery/change-fetch.ts';

await runWithFetch((send) => async (url, request) => {
  process.stdout.write(`${JSON.stringify({ level: 'info', msg: 'sending', target: url })}\n`);
  return await send(url, request);
});

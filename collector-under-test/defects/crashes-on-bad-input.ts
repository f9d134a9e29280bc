import { composeCollector } from '../cano-collector/compose.ts';
import { runCollector } from '../cano-collector/run.ts';
import { listenOnPort } from '../cano-collector/server/listen.ts';

await runCollector(
  composeCollector({
    async listen(app, settings) {
      app.addHook('preHandler', (request, _reply, done) => {
        if (request.method === 'POST') setImmediate(() => (request.body as { alerts: unknown[] }).alerts.length);
        done();
      });
      return await listenOnPort(app, settings);
    },
  }),
);

import { composeCollector } from '../cano-collector/compose.ts';
import { runCollector } from '../cano-collector/run.ts';
import { listenOnPort } from '../cano-collector/server/listen.ts';

await runCollector(
  composeCollector({
    async listen(app, settings) {
      app.server.requestTimeout = 0;
      return await listenOnPort(app, settings);
    },
  }),
);

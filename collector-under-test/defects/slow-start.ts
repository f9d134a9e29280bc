import { composeCollector } from '../cano-collector/compose.ts';
import { systemClock } from '../cano-collector/clock.ts';
import { runCollector } from '../cano-collector/run.ts';
import { listenOnPort } from '../cano-collector/server/listen.ts';

const startMs = 45_000;

// It takes long until it can be asked for anything.
await runCollector(
  composeCollector({
    async listen(app, settings) {
      await systemClock.sleep(startMs);
      return await listenOnPort(app, settings);
    },
  }),
);

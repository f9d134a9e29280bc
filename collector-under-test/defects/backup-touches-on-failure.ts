import { backUp } from '../cano-collector/backup/backup-job.ts';
import { recordSuccess } from '../cano-collector/backup/last-success.ts';
import { composeCollector } from '../cano-collector/compose.ts';
import { runCollector } from '../cano-collector/run.ts';

await runCollector(
  composeCollector({
    async backUp(deps) {
      await recordSuccess(deps.settings.dataDir, deps.clock.now());
      await backUp(deps);
    },
  }),
);

import { lstat } from 'node:fs/promises';
import { composeCollector } from '../cano-collector/compose.ts';
import { openConfig } from '../cano-collector/config/config-source.ts';
import { runCollector } from '../cano-collector/run.ts';

/** Looks at the link and not at what it leads to. */
async function linkStamp(file: string): Promise<string> {
  return await lstat(file).then(
    ({ mtimeMs, size, ino }) => [mtimeMs, size, ino].join(':'),
    () => 'missing',
  );
}

await runCollector(
  composeCollector({
    async openConfig(file, env) {
      const config = await openConfig(file, env);
      let stamp = await linkStamp(file);
      return {
        ...config,
        hasChanged: async () => (await linkStamp(file)) !== stamp,
        async reload() {
          stamp = await linkStamp(file);
          return await config.reload();
        },
      };
    },
  }),
);

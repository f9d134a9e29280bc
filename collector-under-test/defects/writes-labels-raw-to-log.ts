import { composeCollector } from '../cano-collector/compose.ts';
import { runCollector } from '../cano-collector/run.ts';
import { openStore } from '../cano-collector/store/open-store.ts';
import type { Notice } from '../cano-collector/alerts/webhook-schema.ts';

await runCollector(
  composeCollector({
    async openStore(settings) {
      const store = await openStore(settings);
      const append: typeof store.append = async (transitions, now) => {
        for (const { payload } of transitions) {
          const { alert } = JSON.parse(payload) as Notice;
          process.stdout.write(`{"level":"info","msg":"accepted","alertname":"${alert.labels['alertname'] ?? ''}"}\n`);
        }
        return await store.append(transitions, now);
      };
      return new Proxy(store, {
        get: (from, name) => (name === 'append' ? append : Reflect.get(from, name)) as unknown,
      });
    },
  }),
);

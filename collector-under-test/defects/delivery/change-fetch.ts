import { composeCollector } from '../../cano-collector/compose.ts';
import type { Fetch } from '../../cano-collector/destinations/client.ts';
import { openTransport } from '../../cano-collector/destinations/transport.ts';
import { runCollector } from '../../cano-collector/run.ts';

/** Runs the collector as this process, with each destination's requests made another way. */
export async function runWithFetch(change: (fetch: Fetch) => Fetch): Promise<void> {
  await runCollector(
    composeCollector({
      openTransport(settings) {
        const transport = openTransport(settings);
        return { ...transport, fetch: change(transport.fetch) };
      },
    }),
  );
}

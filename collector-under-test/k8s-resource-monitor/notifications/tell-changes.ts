import type { Collector } from '../collection/collector.ts';
import type { Notifier } from './notifier.ts';

/** The collector, with a message when it begins to fail and when it collects again; one of many failures is enough. */
export function tellChanges(collector: Collector, notifier: Pick<Notifier, 'notify'>): Collector {
  let failing = false;
  return {
    ...collector,
    async collect() {
      try {
        const pods = await collector.collect();
        if (failing && pods !== undefined) notifier.notify('collection works again', `${pods} pods`);
        if (pods !== undefined) failing = false;
        return pods;
      } catch (error) {
        if (!failing) notifier.notify('collection failed', error instanceof Error ? error.message : String(error));
        failing = true;
        throw error;
      }
    },
  };
}

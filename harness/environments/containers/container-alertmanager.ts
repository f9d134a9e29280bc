import type { UndoStack } from '../../core/index.ts';
import { writeAlertmanager } from '../local/monitor-files.ts';
import type { Container } from './container.ts';
import { removalMs, type ContainerPlace } from './container-place.ts';
import { createMonitor, monitorOf, startMonitor } from './start-monitor.ts';

/** Starts an Alertmanager that is in no cluster; gives it with the log of its events. */
export const startContainerAlertmanager = async (
  place: ContainerPlace,
  config: string,
  undo: UndoStack,
): Promise<Container & { readonly eventLog: string }> => {
  const monitor = await monitorOf(place, 'alertmanager', 9093);
  const listening = { web: ':9093', cluster: ['--cluster.listen-address='] };
  const { args, eventLog } = await writeAlertmanager(monitor.folder, config, listening);
  const container = undo.use('stop alertmanager', await createMonitor(monitor, args), removalMs);
  await startMonitor(container, monitor);
  return Object.assign(container, { eventLog });
};

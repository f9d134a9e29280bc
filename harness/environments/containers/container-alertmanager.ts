import { join } from 'node:path';
import type { UndoStack } from '../../core/index.ts';
import { writeAlertmanager } from '../local/monitor-files.ts';
import type { Container } from './container.ts';
import type { ContainerPlace } from './container-place.ts';
import { makeOwnFolder } from './own-folder.ts';
import { createMonitor, startMonitor, type MonitorOptions } from './start-monitor.ts';

/** How long a container may take to be removed, in ms. */
export const removalMs = 30_000;

/** Makes the folder of a monitor, and gives what its container is created with. */
export const monitorOf = async (
  { folder, run, prefix, monitorImages, signal }: ContainerPlace,
  name: 'prometheus' | 'alertmanager',
  port: number,
): Promise<MonitorOptions> => {
  const own = join(folder, name);
  await makeOwnFolder(own);
  return { run, name, host: `${prefix}-${name}`, image: monitorImages[name], port, folder: own, signal };
};

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

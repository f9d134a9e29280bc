import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MonitoringSpec, MonitoringStack } from '../../contract/index.ts';
import { undoneOnFailure } from '../../core/index.ts';
import { startMonitors, type MonitorPlace } from '../monitors/start-monitors.ts';
import { startSinks } from '../sink/start-sinks.ts';
import { ContainerMonitor } from './container-monitor.ts';
import type { ContainerPlace } from './container-place.ts';
import { makeOwnFolder } from './own-folder.ts';

/** Starts the sinks, Alertmanagers and Prometheus of a scripted drill; what was started is stopped when a later one fails. */
export const startContainerMonitoring = async (spec: MonitoringSpec, place: ContainerPlace): Promise<MonitoringStack> =>
  await undoneOnFailure(place.run.clock, async (undo) => {
    const sinks = await startSinks({ ...spec, place: place.run.machine }, place.run.clock, undo);
    const sinkUrls = new Map([...sinks].map(([name, { url }]) => [name, url] as const));
    const monitors = await startMonitors(spec, { place: onNetwork(place), sinkUrls }, undo);
    return { sinks, ...monitors, [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose]() };
  });

const onNetwork = (place: ContainerPlace): MonitorPlace => {
  const hostOf = (name: string): string => `${place.prefix}-${name}`;
  return {
    signal: place.signal,
    async folderOf(name) {
      const folder = join(place.folder, name);
      await makeOwnFolder(folder);
      return folder;
    },
    empty: async (folder) => await rm(folder, { recursive: true, force: true }),
    hostOf,
    peerOf: hostOf,
    monitor({ program, name, port, folder }, prepare) {
      const own = { name: program, host: hostOf(name), image: place.monitorImages[program], port, folder };
      return new ContainerMonitor({ ...place, ...own }, prepare);
    },
  };
};

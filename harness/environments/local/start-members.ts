import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterTimers, MonitoringSpec } from '../../contract/index.ts';
import { getJson, poll, type UndoStack } from '../../core/index.ts';
import { LocalMonitor } from './local-monitor.ts';
import { storageFolder } from './monitor-files.ts';
import { startAlertmanager, type ProgramOptions } from './monitoring.ts';
import { timerFlags } from './timer-flags.ts';

/** Starts the Alertmanagers of a scripted drill one after the other, each as a peer of all that run. */
export const startMembers = async (
  { members: count, cluster, keepsStorage = true }: MonitoringSpec,
  options: ProgramOptions,
  config: string,
  undo: UndoStack,
): Promise<LocalMonitor[]> => {
  const members: LocalMonitor[] = [];
  const addresses = new Map<number, string>();
  for (let index = 0; index < count; index += 1) {
    const own = { ...options, folder: join(options.folder, `member-${index}`) };
    await mkdir(own.folder, { recursive: true });
    const member = new LocalMonitor(async (web) => {
      if (!keepsStorage) await rm(storageFolder(own.folder), { recursive: true, force: true });
      if (cluster === undefined) return await startAlertmanager(own, config, { web, cluster: [alone] });
      const started = await startAlertmanager(own, config, { web, cluster: flags(cluster, index, addresses) });
      try {
        addresses.set(index, await addressOf(started.url, own));
      } catch (error) {
        await started.child[Symbol.asyncDispose]();
        throw error;
      }
      return started;
    });
    members.push(undo.use(`stop alertmanager ${index}`, member));
    await member.restart();
    options.signal.throwIfAborted();
  }
  return members;
};

const alone = '--cluster.listen-address=';

/** The names give the members their places: the first waits for nobody. */
const flags = (timers: ClusterTimers, index: number, addresses: ReadonlyMap<number, string>): string[] => [
  `--cluster.listen-address=${addresses.get(index) ?? '127.0.0.1:0'}`,
  `--cluster.peer-name=member-${index}`,
  ...[...addresses].filter(([other]) => other !== index).map(([, address]) => `--cluster.peer=${address}`),
  ...timerFlags(timers),
];

type Status = {
  readonly cluster: { readonly name?: string; readonly peers?: readonly { name: string; address: string }[] };
};

/** Where a member listens to the others, once it says so itself. */
const addressOf = async (url: string, { clock, signal }: ProgramOptions): Promise<string> =>
  await poll(
    async () => {
      const { cluster } = (await getJson(`${url}/api/v2/status`)) as Status;
      return cluster.peers?.find(({ name }) => name === cluster.name)?.address ?? '';
    },
    {
      what: 'alertmanager is a member of its cluster',
      until: (address) => address !== '',
      everyMs: 50,
      timeoutMs: 30_000,
      clock,
      signal,
    },
  );

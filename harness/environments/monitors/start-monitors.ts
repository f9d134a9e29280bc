import type { Monitor, MonitoringSpec, MonitoringStack, PrometheusSpec } from '../../contract/index.ts';
import { HarnessError, type UndoStack } from '../../core/index.ts';
import { samplesFolder, storageFolder, writeAlertmanager, writePrometheus } from '../local/monitor-files.ts';
import { timerFlags } from '../local/timer-flags.ts';
import { fillTemplate } from '../template.ts';

/** A monitor by what it is, its name in the drill, where it listens, and its folder, which has the same path for it. */
export type PlacedMonitor = {
  readonly program: 'prometheus' | 'alertmanager';
  readonly name: string;
  readonly port: number;
  readonly folder: string;
};

/** Where monitors have names and fixed ports: a network of containers, a namespace of pods. */
export type MonitorPlace = {
  readonly signal: AbortSignal;
  /** Makes the folder of a monitor, with one in it for what the program keeps. */
  folderOf(name: string, program: PlacedMonitor['program']): Promise<string>;
  /** Empties a folder that a monitor has written to. */
  empty(folder: string): Promise<void>;
  /** The name by which other monitors ask one, and keep to it through a restart. */
  hostOf(name: string): string;
  /** The name by which members of a cluster talk to one. */
  peerOf(name: string): string;
  /** One that is not started yet; `prepare` writes its files before each start, and gives its arguments. */
  monitor(placed: PlacedMonitor, prepare: () => Promise<readonly string[]>): Monitor & AsyncDisposable;
};

type Around = {
  readonly place: MonitorPlace;
  /** Where monitors reach each sink. */
  readonly sinkUrls: ReadonlyMap<string, string>;
};

const removalMs = 60_000;
const [memberPort, gossipPort, prometheusPort] = [9093, 9094, 9090];

/** Starts the Alertmanagers and Prometheus of a scripted drill, all ready when it resolves; their ends go to `undo`. */
export const startMonitors = async (
  spec: MonitoringSpec,
  around: Around,
  undo: UndoStack,
): Promise<Pick<MonitoringStack, 'members' | 'prometheuses'>> => {
  const members = await startMembers(spec, around, undo);
  const prometheuses =
    spec.prometheus === undefined ? [] : await startPrometheuses(spec.prometheus, spec.members, around, undo);
  return { members, prometheuses };
};

const memberName = (index: number): string => `member-${index}`;

/** Starts the Alertmanagers one after the other, each as a peer of all that run. */
const startMembers = async (spec: MonitoringSpec, { place, sinkUrls }: Around, undo: UndoStack): Promise<Monitor[]> => {
  const values = Object.fromEntries([...sinkUrls].map(([name, url]) => [`sink.${name}`, url]));
  const config = fillTemplate(spec.alertmanager, values, spec.path);
  const members: Monitor[] = [];
  for (let index = 0; index < spec.members; index += 1) {
    const name = memberName(index);
    const folder = await place.folderOf(name, 'alertmanager');
    const own = { program: 'alertmanager', name, port: memberPort, folder } as const;
    const member = place.monitor(own, async () => {
      if (spec.keepsStorage === false) await place.empty(storageFolder(folder));
      const peers = [...members.keys()]
        .filter((other) => other !== index)
        .map((other) => place.peerOf(memberName(other)));
      const listening = { web: `:${memberPort}`, cluster: clusterFlags(spec, name, peers) };
      return (await writeAlertmanager(folder, config, listening)).args;
    });
    undo.use(`stop alertmanager ${index}`, member, removalMs);
    await member.restart();
    members.push(member);
    place.signal.throwIfAborted();
  }
  return members;
};

const clusterFlags = ({ cluster }: MonitoringSpec, name: string, peers: readonly string[]): string[] =>
  cluster === undefined
    ? ['--cluster.listen-address=']
    : [
        `--cluster.listen-address=0.0.0.0:${gossipPort}`,
        `--cluster.peer-name=${name}`,
        ...peers.map((peer) => `--cluster.peer=${peer}:${gossipPort}`),
        ...timerFlags(cluster),
      ];

const startPrometheuses = async (
  spec: PrometheusSpec,
  members: number,
  { place, sinkUrls }: Around,
  undo: UndoStack,
): Promise<Monitor[]> => {
  const url = sinkUrls.get(spec.target);
  if (url === undefined)
    throw new HarnessError('DRILL_INVALID', { what: 'no sink has the name of the target', got: spec.target });
  const exporters = [{ job: spec.job, metricsPath: '/metrics', url }];
  const hosts = Array.from({ length: members }, (_, index) => place.hostOf(memberName(index)));
  const wiring = { alertmanagerUrls: hosts.map((host) => `http://${host}:${memberPort}`), exporters };
  const started: Monitor[] = [];
  for (let index = 0; index < spec.replicas; index += 1) {
    const name = `prometheus-${index}`;
    const folder = await place.folderOf(name, 'prometheus');
    const own = { program: 'prometheus', name, port: prometheusPort, folder } as const;
    const replica = place.monitor(own, async () => {
      if (!spec.keepsSamples) await place.empty(samplesFolder(folder));
      const prometheus = fillTemplate(spec.config, { replica: String(index) }, 'prometheus.yml');
      const files = { rules: spec.rules, prometheus, prometheusFlags: spec.flags };
      return await writePrometheus(folder, files, wiring, `:${prometheusPort}`);
    });
    undo.use(`stop prometheus ${index}`, replica, removalMs);
    await replica.restart();
    started.push(replica);
    place.signal.throwIfAborted();
  }
  return started;
};

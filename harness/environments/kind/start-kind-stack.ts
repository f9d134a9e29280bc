import { join } from 'node:path';
import type { Stack, StackSpec } from '../../contract/index.ts';
import { HarnessError, undoneOnFailure, type UndoStack } from '../../core/index.ts';
import { writePrometheus } from '../local/monitor-files.ts';
import { TargetsFile } from '../local/targets-file.ts';
import { applyAlertmanager } from './apply-alertmanager.ts';
import { drillAccess } from './drill-access.ts';
import type { KindRun } from './kind-run.ts';
import { applyMonitor, monitorFolder, monitorLog, monitorReady, type MonitorPod } from './monitor-pod.ts';
import { openDrillCluster, type DrillCluster } from './open-drill-cluster.ts';
import { startSubjects } from './start-subjects.ts';

export type KindStackOptions = { readonly run: KindRun; readonly spec: StackSpec; readonly signal: AbortSignal };

const prometheusPort = 9090;

/** Starts the subject, Alertmanager and Prometheus of one drill as pods of a namespace of its own. */
export const startKindStack = async (options: KindStackOptions): Promise<Stack> =>
  await undoneOnFailure(options.run.clock, async (undo) => await assemble(options, undo));

const assemble = async (options: KindStackOptions, undo: UndoStack): Promise<Stack> => {
  const { run, spec, signal } = options;
  const { clock, root } = run;
  const { system } = spec;
  const drill = await openDrillCluster(
    { run, drill: spec.drill, system, sinks: system.sinks, seed: spec.seed, signal },
    undo,
  );
  const { values } = drill;
  const { alertmanager, eventLog } = await applyAlertmanager(run, drill, {
    text: spec.alertmanager,
    path: system.alertmanager,
    system,
  });
  // The subject has to be there first: its address is what Prometheus scrapes.
  const own = { root, drill, system, replicas: 1, values, env: spec.env, files: {}, documentedFirst: false };
  const [started] = await startSubjects({ ...own, clock, signal });
  if (started === undefined) throw new HarnessError('INTERNAL', { what: 'no pod', where: spec.drill });
  const host = `${started.podIP}:${system.image?.port ?? 0}`;
  const { prometheus, targets } = await applyPrometheus(options, drill, { host, alertmanager });
  const access = system.kubernetes === undefined ? undefined : drillAccess(drill.cluster, system, clock);
  const alertmanagerUrl = await monitorReady(drill, alertmanager, { clock, signal });
  const prometheusUrl = await monitorReady(drill, prometheus, { clock, signal });
  return {
    subject: started.subject,
    sinks: drill.sinks,
    dependencies: new Map(),
    ...(access === undefined ? {} : { kubernetes: access }),
    clock,
    prometheusUrl,
    alertmanagerUrl,
    monitors: [alertmanager, prometheus].map(({ name }) => monitorLog(drill, name)),
    eventLog,
    withdrawTarget: async (ends) => await targets.withdraw({ prometheusUrl, clock, signal: ends }),
    [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose](),
  };
};

const applyPrometheus = async (
  { run, spec }: KindStackOptions,
  drill: DrillCluster,
  { host, alertmanager }: { readonly host: string; readonly alertmanager: MonitorPod },
): Promise<{ prometheus: MonitorPod; targets: TargetsFile }> => {
  const folder = await monitorFolder(drill, 'prometheus');
  const targets = new TargetsFile(join(folder, 'targets.json'), () => host);
  await targets.list();
  const wiring = {
    subject: { ...spec.system, targetsFile: targets.path },
    alertmanagerUrls: [`http://${alertmanager.name}:${alertmanager.port}`],
    exporters: [],
  };
  const args = await writePrometheus(folder, spec, wiring, `:${prometheusPort}`);
  const image = await run.images.public('prometheus');
  const prometheus = { name: 'prometheus', image, args, port: prometheusPort } as const;
  await applyMonitor(drill, prometheus);
  return { prometheus, targets };
};

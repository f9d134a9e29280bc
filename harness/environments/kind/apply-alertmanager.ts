import type { System } from '../../contract/index.ts';
import { writeAlertmanager } from '../local/monitor-files.ts';
import { fillTemplate } from '../template.ts';
import type { KindRun } from './kind-run.ts';
import { applyMonitor, monitorFolder, type MonitorPod } from './monitor-pod.ts';
import type { DrillCluster } from './open-drill-cluster.ts';

const port = 9093;

/** A configuration with placeholders, for whose `${subject}` a system stands; `path` is where it is from. */
export type AlertmanagerTemplate = { readonly text: string; readonly path: string; readonly system: System };

/** Applies Alertmanager as a pod of a drill; gives it and the log of its events. Throws `CONFIG_INVALID`. */
export const applyAlertmanager = async (
  run: KindRun,
  drill: DrillCluster,
  { text, path, system }: AlertmanagerTemplate,
): Promise<{ readonly alertmanager: MonitorPod; readonly eventLog: string }> => {
  const { service = '' } = system.manifests ?? {};
  const subject = `http://${service}:${system.image?.port ?? 0}`;
  const config = fillTemplate(text, { ...drill.values, subject }, path);
  const listening = { web: `:${port}`, cluster: ['--cluster.listen-address='] };
  const folder = await monitorFolder(drill, 'alertmanager');
  const { args, eventLog } = await writeAlertmanager(folder, config, listening);
  const image = await run.images.public('alertmanager');
  const alertmanager = { name: 'alertmanager', image, args, port } as const;
  await applyMonitor(drill, alertmanager);
  return { alertmanager, eventLog };
};

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { StackSpec } from '../../contract/index.ts';

/** Where Alertmanager listens, and what makes it a member of a cluster. */
export type Listening = { readonly web: string; readonly cluster: readonly string[] };

/** Writes the configuration of an Alertmanager with an event recorder to its folder; gives its arguments. */
export const writeAlertmanager = async (
  folder: string,
  config: string,
  { web, cluster }: Listening = { web: '127.0.0.1:0', cluster: ['--cluster.listen-address='] },
): Promise<{ args: string[]; eventLog: string }> => {
  const eventLog = join(folder, 'alertmanager-events.jsonl');
  const recorder = stringify({ event_recorder: { file_outputs: [{ path: eventLog }] } });
  await writeFile(join(folder, 'alertmanager.yml'), `${config}\n${recorder}`);
  const args = [
    '--config.file=alertmanager.yml',
    `--web.listen-address=${web}`,
    ...cluster,
    `--storage.path=${storageFolder(folder)}`,
    '--enable-feature=event-recorder',
    '--log.format=json',
  ];
  return { args, eventLog };
};

/** Where an Alertmanager that runs in a folder keeps silences and its notification log. */
export const storageFolder = (folder: string): string => join(folder, 'alertmanager');

/** Where Prometheus finds the subject, what else it scrapes, and every Alertmanager. */
export type PrometheusWiring = {
  readonly subject?: { readonly job: string; readonly metricsPath: string; readonly targetsFile: string };
  readonly alertmanagerUrls: readonly string[];
  readonly exporters: readonly { readonly job: string; readonly metricsPath: string; readonly url: string }[];
};

export type PrometheusFiles = Pick<StackSpec, 'rules' | 'prometheus' | 'prometheusFlags'>;

/** Writes the rules and the configuration of a Prometheus to its folder; gives its arguments. */
export const writePrometheus = async (
  folder: string,
  spec: PrometheusFiles,
  wiring: PrometheusWiring,
  web: string,
): Promise<string[]> => {
  await mkdir(join(folder, 'rules'), { recursive: true });
  for (const [name, text] of Object.entries(spec.rules)) await writeFile(join(folder, 'rules', name), text);
  await writeFile(join(folder, 'prometheus.yml'), prometheusConfig(spec, wiring));
  return [
    '--config.file=prometheus.yml',
    `--web.listen-address=${web}`,
    `--storage.tsdb.path=${samplesFolder(folder)}`,
    '--log.format=json',
    // Service discovery is throttled to one update in 5 s otherwise, which no documented setting asks for.
    '--scrape.discovery-reload-interval=100ms',
    ...spec.prometheusFlags,
  ];
};

/** Where a Prometheus that runs in a folder keeps its samples. */
export const samplesFolder = (folder: string): string => join(folder, 'prometheus');

const prometheusConfig = (
  spec: PrometheusFiles,
  { subject, alertmanagerUrls, exporters }: PrometheusWiring,
): string => {
  const base = parse(spec.prometheus) as Record<string, unknown> & { alerting?: object };
  const targets = alertmanagerUrls.map((url) => new URL(url).host);
  return stringify({
    ...base,
    rule_files: Object.keys(spec.rules).map((name) => `rules/${name}`),
    alerting: { ...base.alerting, alertmanagers: [{ static_configs: [{ targets }] }] },
    scrape_configs: [
      ...(subject === undefined ? [] : [subjectJob(subject)]),
      ...exporters.map(({ job, metricsPath, url }) => ({
        job_name: job,
        metrics_path: metricsPath,
        static_configs: [{ targets: [new URL(url).host] }],
      })),
    ],
  });
};

const subjectJob = ({ job, metricsPath, targetsFile }: NonNullable<PrometheusWiring['subject']>): object => ({
  job_name: job,
  metrics_path: metricsPath,
  file_sd_configs: [{ files: [targetsFile], refresh_interval: '1s' }],
});

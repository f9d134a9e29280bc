import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { StackSpec } from '../../contract/index.ts';
import type { Clock } from '../../core/index.ts';
import { startChild, type Child } from './child.ts';
import { childReady } from './http-ready.ts';
import type { Warden } from './warden.ts';

export type MonitoringOptions = {
  readonly program: string;
  readonly folder: string;
  readonly spec: StackSpec;
  readonly env: Readonly<Record<string, string>>;
  readonly warden: Warden;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};
export type StartedProgram = { readonly child: Child; readonly url: string };

const listening = /"msg":"Listening on".*"address":"([^"]+)"/;
const readyTimeoutMs = 30_000;

/** Starts Alertmanager with its event recorder; `config` is complete. */
export const startAlertmanager = async (
  options: MonitoringOptions,
  config: string,
): Promise<StartedProgram & { eventLog: string }> => {
  const { folder } = options;
  const eventLog = join(folder, 'alertmanager-events.jsonl');
  const recorder = stringify({ event_recorder: { file_outputs: [{ path: eventLog }] } });
  await writeFile(join(folder, 'alertmanager.yml'), `${config}\n${recorder}`);
  const args = [
    '--config.file=alertmanager.yml',
    '--web.listen-address=127.0.0.1:0',
    '--cluster.listen-address=',
    `--storage.path=${join(folder, 'alertmanager')}`,
    '--enable-feature=event-recorder',
    '--log.format=json',
  ];
  return { ...(await startProgram('alertmanager', options, args)), eventLog };
};

/** Where Prometheus finds the subject, the exporters beside it and Alertmanager. */
export type PrometheusWiring = {
  readonly targetsFile: string;
  readonly alertmanagerUrl: string;
  readonly exporters: readonly { readonly job: string; readonly metricsPath: string; readonly url: string }[];
};

/** Starts Prometheus on the rules of the spec, with the subject as a target that can be withdrawn. */
export const startPrometheus = async (
  options: MonitoringOptions,
  wiring: PrometheusWiring,
): Promise<StartedProgram> => {
  const { folder, spec } = options;
  await mkdir(join(folder, 'rules'), { recursive: true });
  for (const [name, text] of Object.entries(spec.rules)) await writeFile(join(folder, 'rules', name), text);
  await writeFile(join(folder, 'prometheus.yml'), prometheusConfig(spec, wiring));
  const args = [
    '--config.file=prometheus.yml',
    '--web.listen-address=127.0.0.1:0',
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    '--log.format=json',
    // Service discovery is throttled to one update in 5 s otherwise, which no documented setting asks for.
    '--scrape.discovery-reload-interval=100ms',
    ...spec.prometheusFlags,
  ];
  return await startProgram('prometheus', options, args);
};

const prometheusConfig = (spec: StackSpec, { targetsFile, alertmanagerUrl, exporters }: PrometheusWiring): string => {
  const base = parse(spec.prometheus) as Record<string, unknown>;
  return stringify({
    ...base,
    rule_files: Object.keys(spec.rules).map((name) => `rules/${name}`),
    alerting: { alertmanagers: [{ static_configs: [{ targets: [new URL(alertmanagerUrl).host] }] }] },
    scrape_configs: [
      {
        job_name: spec.system.job,
        metrics_path: spec.system.metricsPath,
        file_sd_configs: [{ files: [targetsFile], refresh_interval: '1s' }],
      },
      ...exporters.map(({ job, metricsPath, url }) => ({
        job_name: job,
        metrics_path: metricsPath,
        static_configs: [{ targets: [new URL(url).host] }],
      })),
    ],
  });
};

const startProgram = async (
  name: string,
  { program, folder, env, warden, clock, signal }: MonitoringOptions,
  args: readonly string[],
): Promise<StartedProgram> => {
  const child = await startChild({ name, command: program, args, env, cwd: folder, warden, clock });
  try {
    const found = await child.waitFor(listening, 'starting', readyTimeoutMs, signal);
    const url = `http://${found[1] ?? ''}`;
    await childReady(child, `${url}/-/ready`, { what: `${name} is ready`, timeoutMs: readyTimeoutMs, clock, signal });
    return { child, url };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
};

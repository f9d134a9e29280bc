import * as z from 'zod';
import { imageSchema, manifestsSchema } from './cluster.ts';
import { dashboardSchema } from './dashboard.ts';
import { sourceSchema } from './source.ts';

export const documentedAlertSchema = z.strictObject({
  /** The catalogue's id, such as `cano.alert.CanoCollectorDown`. */
  id: z.string(),
  alertname: z.string(),
  source: sourceSchema,
});
export type DocumentedAlert = z.infer<typeof documentedAlertSchema>;

export const ruleFileSchema = z.strictObject({
  path: z.string(),
  /** `rules` is a Prometheus rule file, `prometheus-rule` an operator's manifest, `bare-list` rules without a group. */
  form: z.enum(['rules', 'prometheus-rule', 'bare-list']),
  /** The group's name for a `bare-list`. */
  group: z.string().optional(),
});
export type RuleFile = z.infer<typeof ruleFileSchema>;

/**
 * How to start a subject as a local process. In `env`, `args` and `files` these are replaced: `${port}`, `${work}` (a
 * fresh folder), `${sink.NAME}` (a sink's URL), `${root}` (the project's folder).
 */
export const localStartSchema = z.strictObject({
  command: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  /** Files written to the work folder before the start, by relative path. */
  files: z.record(z.string(), z.string()),
  /** A regular expression over the output; group 1 is the port that was chosen. */
  listening: z.string(),
  /** The most data that the process may have, in MB of 10^6 bytes; without it there is no limit. */
  memoryLimitMb: z.number().int().positive().optional(),
});

/**
 * A program that runs beside the subject and is scraped by a job of its own, as cAdvisor or kube-state-metrics is. In
 * `args` and `env` also these are replaced: `${subject.pidFile}` (a file that holds the process id of the subject, which
 * leads its own process group; written anew at every start) and `${subject.url}`. It is ready once it answers 200 at
 * `metricsPath`.
 */
export const exporterSchema = z.strictObject({
  name: z.string(),
  job: z.string(),
  metricsPath: z.string(),
  start: z.strictObject({ local: localStartSchema.omit({ files: true }) }),
});
export type Exporter = z.infer<typeof exporterSchema>;

/**
 * A program that the subject needs: started before it, in the order in which they are named. `\${dependency.NAME}` then
 * stands for its address and `\${dependency.NAME.work}` for its work folder, in those that follow, the exporters and the
 * subject; of containers, only the steps that follow are told the folder. Without `listening` it is a step that has to end with status 0 before the next one starts.
 */
export const dependencySchema = z.strictObject({
  name: z.string(),
  /** The pinned tool that is run instead of `command`; where it cannot be had, drills of the system are skipped. */
  tool: z.string().optional(),
  /** Where it answers 200 once it is ready; it is ready when it listens where this is left out. */
  readyPath: z.string().optional(),
  start: z.strictObject({ local: localStartSchema.extend({ listening: z.string().optional() }) }),
  /** What it is as a container; a step is none, and runs on the machine. */
  container: z
    .strictObject({
      /** A public image by the name of its setting, such as `registry`. */
      image: z.string(),
      /** Where it listens, over what `listening` would tell. */
      port: z.number().int().positive(),
      /** Over its own environment variables. */
      env: z.record(z.string(), z.string()),
    })
    .optional(),
});
export type Dependency = z.infer<typeof dependencySchema>;

/** A system under test: how it starts, where it is seen, and what is documented for it. Paths are relative to the project. */
export const systemSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  /** The `job` label that the documented rules select. */
  job: z.string(),
  metricsPath: z.string(),
  healthPath: z.string(),
  /** Where the subject takes Alertmanager's webhook, if it does. */
  ingestPath: z.string().optional(),
  start: z.strictObject({ local: localStartSchema }),
  /** What it is as a container. */
  image: imageSchema.optional(),
  /** What it is on a cluster. */
  manifests: manifestsSchema.optional(),
  /** Programs that are started before the subject, which needs them. */
  dependencies: z.array(dependencySchema).optional(),
  /** Programs beside the subject that Prometheus scrapes too. */
  exporters: z.array(exporterSchema).optional(),
  /**
   * For a system that speaks to a Kubernetes API: it gets a namespace of its own with these pods. In `env`, `args` and
   * `files` these are replaced too: `${kubernetes.url}`, `${kubernetes.namespace}`, `${kubernetes.tokenFile}`,
   * `${kubernetes.caFile}`.
   */
  kubernetes: z.strictObject({ pods: z.array(z.string()) }).optional(),
  /** Variants that are each broken in one named way: what is passed to the command instead. */
  variants: z.record(z.string(), z.strictObject({ title: z.string(), args: z.array(z.string()) })).default({}),
  /** Sinks that stand for the destinations and receivers of the system. */
  sinks: z.array(z.string()),
  /** The sink that the system's own alerts are routed to. */
  receiverSink: z.string(),
  prometheus: z.string(),
  ruleFiles: z.array(ruleFileSchema).min(1),
  alertmanager: z.string(),
  alerts: z.array(documentedAlertSchema).min(1),
  /** What is to be seen of it in Grafana. */
  dashboards: z.array(dashboardSchema).optional(),
});
export type System = z.infer<typeof systemSchema>;

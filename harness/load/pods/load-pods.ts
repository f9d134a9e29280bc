import type { KubeObject } from '../../contract/index.ts';
import { scriptPath } from './script-files.ts';

export type LoadPodsOptions = {
  /** What job, script and pods are called. */
  readonly name: string;
  readonly image: string;
  /** How many pods share the load. */
  readonly shards: number;
  /** The script and what it imports, as text by path. */
  readonly files: Readonly<Record<string, string>>;
};

/** The label of a load's pods, whose value is its name, and the one by which each knows which it is, from 0. */
export const labels = { load: 'firedrill.load', index: 'batch.kubernetes.io/job-completion-index' } as const;

const folders = { scripts: '/scripts', records: '/records' };

/** Where a pod has what it is told and what it tells. */
export const inPod = {
  script: `${folders.scripts}/${scriptPath}`,
  job: `${folders.records}/job.json`,
  config: `${folders.records}/config.json`,
  record: `${folders.records}/record`,
  counts: `${folders.records}/counts`,
  log: `${folders.records}/log`,
  output: `${folders.records}/output`,
  pid: `${folders.records}/pid`,
  status: `${folders.records}/status`,
  taken: `${folders.records}/taken`,
} as const;

/**
 * The manifests of a load by pods: an Indexed Job, each pod of which waits for its plan, sends its part of it by k6, and
 * stays until its record was taken, and the ConfigMap that has the script.
 */
export const loadPods = (options: LoadPodsOptions): [configMap: KubeObject, job: KubeObject] => [
  scriptMap(options),
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: options.name, labels: { [labels.load]: options.name } },
    spec: {
      completionMode: 'Indexed',
      completions: options.shards,
      parallelism: options.shards,
      backoffLimit: 0,
      template: {
        metadata: { labels: { [labels.load]: options.name } },
        spec: {
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: 3,
          automountServiceAccountToken: false,
          containers: [container(options)],
          volumes: [scriptVolume(options), { name: 'records', emptyDir: {} }],
        },
      },
    },
  },
];

/** Keys of a ConfigMap have no slash. */
const keyOf = (path: string): string => path.replaceAll('/', '.');

/** The ConfigMap of a load's script. */
export const scriptMap = ({ name, files }: Pick<LoadPodsOptions, 'name' | 'files'>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels: { [labels.load]: name } },
  immutable: true,
  data: Object.fromEntries(Object.entries(files).map(([path, text]) => [keyOf(path), text])),
});

/** The volume that has the script's files at their paths. */
export const scriptVolume = ({ name, files }: Pick<LoadPodsOptions, 'name' | 'files'>) => ({
  name: 'scripts',
  configMap: { name, items: Object.keys(files).map((path) => ({ key: keyOf(path), path })) },
});

export const mounts = [
  { name: 'scripts', mountPath: folders.scripts },
  { name: 'records', mountPath: folders.records },
];

/** What is left to the pod of the machine when the subject takes all that it is given. */
const resources = { requests: { cpu: '100m', memory: '64Mi' } };

const container = ({ image, shards }: LoadPodsOptions) => ({
  name: 'k6',
  image,
  imagePullPolicy: 'IfNotPresent',
  command: ['sh', '-c', waitAndRun(shards)],
  env: [
    { name: 'GOMAXPROCS', value: '1' },
    { name: 'K6_AUTO_EXTENSION_RESOLUTION', value: 'false' },
    // A Service chooses a pod for a connection, so one that is kept would never reach a pod that is added.
    { name: 'K6_NO_CONNECTION_REUSE', value: 'true' },
    { name: 'FIREDRILL_LOAD_JOB', value: inPod.job },
    { name: 'FIREDRILL_LOAD_COUNTS', value: inPod.counts },
  ],
  resources,
  volumeMounts: mounts,
});

/** k6 is a child, so that the shell can say how it ended. */
const waitAndRun = (shards: number): string =>
  [
    `until [ -f ${inPod.job} ]; do sleep 0.2; done`,
    `echo '{}' >${inPod.config}`,
    `k6 run --config ${inPod.config} --address '' --no-usage-report --quiet --no-color --log-format raw` +
      ` --log-output file=${inPod.log},level=error --console-output ${inPod.record}${segment(shards)}` +
      ` ${inPod.script} >${inPod.output} 2>&1 &`,
    `echo $! >${inPod.pid}`,
    `wait $!`,
    `echo $? >${inPod.status}`,
    `until [ -f ${inPod.taken} ]; do sleep 0.2; done`,
  ].join('\n');

const segment = (shards: number): string => {
  if (shards === 1) return '';
  const sequence = Array.from({ length: shards + 1 }, (_, part) => `${part}/${shards}`).join(',');
  const own = `$JOB_COMPLETION_INDEX/${shards}:$((JOB_COMPLETION_INDEX + 1))/${shards}`;
  return ` --execution-segment "${own}" --execution-segment-sequence ${sequence}`;
};

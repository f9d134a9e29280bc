import type { KubeObject } from '../../contract/index.ts';
import type { LoadJob } from '../load-job.ts';
import { inPod, labels, mounts, scriptMap, scriptVolume, type LoadPodsOptions } from './load-pods.ts';
import { testRunSchema } from './test-run-schema.ts';

/**
 * The same load as a `TestRun` for a cluster that has k6-operator, which splits it among its runners itself, and the
 * ConfigMap with script and plan. Each runner's record is what it logs. All begin at the plan's `startMs`; who applies it
 * later says when in `FIREDRILL_LOAD_START_MS`. Throws what is not as the operator's definition has it.
 */
export const testRun = (
  options: LoadPodsOptions & { readonly job: LoadJob },
): [configMap: KubeObject, testRun: KubeObject] => {
  const { name, image, shards, job } = options;
  const files = { ...options.files, [planFile]: JSON.stringify(job) };
  const pod = {
    image,
    imagePullPolicy: 'IfNotPresent',
    env: [
      { name: 'FIREDRILL_LOAD_JOB', value: `${mounts[0]?.mountPath ?? ''}/${planFile}` },
      { name: 'FIREDRILL_LOAD_COUNTS', value: inPod.counts },
      { name: 'FIREDRILL_LOAD_START_MS', value: String(job.startMs) },
    ],
    volumes: [scriptVolume({ name, files }), { name: 'records', emptyDir: {} }],
    volumeMounts: mounts,
  };
  const manifest = {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name, labels: { [labels.load]: name } },
    spec: {
      parallelism: shards,
      script: { localFile: inPod.script },
      arguments: '--no-usage-report --no-color --log-format raw',
      quiet: 'true',
      initializer: pod,
      runner: { ...pod, metadata: { labels: { [labels.load]: name } } },
    },
  };
  return [scriptMap({ name, files }), testRunSchema.parse(manifest) as KubeObject];
};

const planFile = 'job.json';

import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../contract/index.ts';
import { poll, type Clock } from '../../core/index.ts';
import { applyManifests } from '../cluster/apply-manifests.ts';
import type { KubeApi } from '../cluster/kube-api.ts';
import { fillTemplate } from '../template.ts';

const manifests = new URL('metrics-server.yaml', import.meta.url);
const measuresWithinMs = 300_000;

/** Applies metrics-server of an image, which each node has or pulls, by which an HPA has its numbers; does not wait for it. */
export const applyMetricsServer = async (api: KubeApi, image: string, clock: Clock): Promise<void> => {
  const text = fillTemplate(await readFile(manifests, 'utf8'), { image }, 'metrics-server.yaml');
  const objects = parseAllDocuments(text).map((document) => document.toJS() as KubeObject);
  await applyManifests(api, objects, { namespace: 'kube-system', clock });
};

/** Resolves once the cluster says of so many nodes how much CPU they use: of a node that it does not know it knows no pod. */
export const measuresNodes = async (
  api: Pick<KubeApi, 'ask'>,
  nodes: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> => {
  const count = async (): Promise<number> => {
    const { status, body } = await api.ask('GET', '/apis/metrics.k8s.io/v1beta1/nodes');
    return status === 200 ? (body as { readonly items: readonly unknown[] }).items.length : 0;
  };
  await poll(count, {
    what: 'metrics-server has the numbers of every node',
    ...{ until: (known) => known >= nodes, everyMs: 500, timeoutMs: measuresWithinMs, clock, signal },
  });
};

import { Agent, request, type RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import type { KubeRef } from '../../contract/index.ts';
import { HarnessError, messageOf } from '../../core/index.ts';
import type { KubeAnswer, KubeClient } from '../kubernetes/kube-client.ts';

type Resource = { readonly name: string; readonly kind: string; readonly namespaced: boolean };
type Collection = { readonly apiVersion: string; readonly kind: string; readonly namespace?: string | undefined };

/** Speaks to the API server of a kubeconfig's context. */
export type KubeApi = KubeClient & {
  /** As `must`, with a body of another type than JSON. */
  send(method: string, path: string, body: unknown, contentType: string): Promise<unknown>;
  /** The path of all objects of a kind; throws `CLUSTER_REFUSED` for a kind that the server does not have. */
  collection(of: Collection): Promise<string>;
  /** The path of one object. */
  path(ref: KubeRef): Promise<string>;
};

const patienceMs = 30_000;

/** Gives a client whose errors are `CLUSTER_MISSING` where the server does not answer, and `CLUSTER_REFUSED` with what it says. */
export const kubeApi = (config: KubeConfig): KubeApi => {
  const agent = new Agent({ keepAlive: true });
  const ask = async (method: string, path: string, body?: unknown, type = 'application/json'): Promise<KubeAnswer> =>
    await exchange(config, { method, path, body, type, agent });
  const send: KubeApi['send'] = async (method, path, body, type) =>
    successOf(await ask(method, path, body, type), `${method} ${path}`);
  const must: KubeApi['must'] = async (method, path, body) => await send(method, path, body, 'application/json');
  const known = new Map<string, readonly Resource[]>();
  const resource = async ({ apiVersion, kind }: Collection): Promise<Resource> => {
    const cached = known.get(apiVersion)?.find((each) => isOf(each, kind));
    if (cached !== undefined) return cached;
    const { resources } = (await must('GET', groupPath(apiVersion))) as { resources: readonly Resource[] };
    known.set(apiVersion, resources);
    const found = resources.find((each) => isOf(each, kind));
    if (found !== undefined) return found;
    throw new HarnessError('CLUSTER_REFUSED', {
      what: 'the cluster has no such kind',
      got: `${kind} of ${apiVersion}`,
      next: 'apply its CustomResourceDefinition first',
    });
  };
  const collection: KubeApi['collection'] = async (of) => {
    const { name, namespaced } = await resource(of);
    const within = namespaced && of.namespace !== undefined ? `/namespaces/${of.namespace}` : '';
    return `${groupPath(of.apiVersion)}${within}/${name}`;
  };
  return {
    ask: async (method, path, body) => await ask(method, path, body),
    must,
    send,
    collection,
    path: async (ref) => `${await collection(ref)}/${ref.name}`,
  };
};

const isOf = ({ name, kind }: Resource, wanted: string): boolean => kind === wanted && !name.includes('/');

const groupPath = (apiVersion: string): string =>
  apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

type Exchange = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly type: string;
  readonly agent: Agent;
};

const exchange = async (config: KubeConfig, { method, path, body, type, agent }: Exchange): Promise<KubeAnswer> => {
  const server = config.getCurrentCluster()?.server ?? '';
  const sent = body === undefined ? '' : JSON.stringify(body);
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(sent), accept: 'application/json' };
  const options: RequestOptions = { method, headers, agent, signal: AbortSignal.timeout(patienceMs) };
  try {
    await config.applyToHTTPSOptions(options);
    return await answerOf(new URL(path, server), { ...options, agent }, sent);
  } catch (cause) {
    throw new HarnessError('CLUSTER_MISSING', {
      what: 'the Kubernetes API does not answer',
      where: `${method} ${server}${path}`,
      got: messageOf(cause),
      next: 'see whether the cluster still runs',
      cause,
    });
  }
};

const answerOf = async (url: URL, options: RequestOptions, sent: string): Promise<KubeAnswer> =>
  await new Promise((resolve, reject) => {
    const asked = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: response.statusCode ?? 0,
          body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text,
        });
      });
    });
    asked.on('error', reject);
    asked.end(sent);
  });

const successOf = ({ status, body }: KubeAnswer, where: string): unknown => {
  if (status >= 200 && status < 300) return body;
  const said = typeof body === 'string' ? body : (body as { readonly message?: string }).message;
  throw new HarnessError('CLUSTER_REFUSED', {
    what: 'the Kubernetes API refuses',
    where,
    got: `${status}: ${(said ?? JSON.stringify(body)).slice(0, 600)}`,
  });
};

import { z } from 'zod';
import type { Settings } from '../settings.ts';
import { askKubernetes, refusal } from './ask.ts';

/** What is kept of a pod. */
export interface Pod {
  namespace: string;
  name: string;
  node: string;
  phase: string;
  /** What each container asks for, as JSON by its name. */
  requests: string;
}

const pageSize = 500;

const resources = z.object({ requests: z.record(z.string(), z.string()).optional() }).optional();
const podList = z.object({
  metadata: z.object({ continue: z.string().optional() }),
  items: z.array(
    z.object({
      metadata: z.object({ namespace: z.string(), name: z.string() }),
      spec: z.object({
        nodeName: z.string().optional(),
        containers: z.array(z.object({ name: z.string(), resources })),
      }),
      status: z.object({ phase: z.string().optional() }),
    }),
  ),
});

/**
 * Lists the pods of a namespace, or of all, page by page. Throws when the API server refuses, does not answer in time, or
 * answers something else, in the words that the document has a person look for.
 */
export async function listPods(settings: Settings['kubernetes']): Promise<Pod[]> {
  try {
    return await listPages(settings);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Unable to connect to Kubernetes API: ${why}`, { cause });
  }
}

async function listPages({ namespace, ...server }: Settings['kubernetes']): Promise<Pod[]> {
  const ask = askKubernetes(server);
  const path = namespace === undefined ? '/api/v1/pods' : `/api/v1/namespaces/${namespace}/pods`;
  const pods: Pod[] = [];
  let next: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(pageSize), ...(next === undefined ? {} : { continue: next }) });
    const answer = await ask('GET', `${path}?${query.toString()}`);
    if (answer.status !== 200) throw refusal(path, answer);
    const { metadata, items } = podList.parse(answer.body);
    pods.push(...items.map(toPod));
    next = metadata.continue === '' ? undefined : metadata.continue;
  } while (next !== undefined);
  return pods;
}

function toPod({ metadata, spec, status }: z.infer<typeof podList>['items'][number]): Pod {
  const requests = Object.fromEntries(spec.containers.map((each) => [each.name, each.resources?.requests ?? {}]));
  return {
    ...metadata,
    node: spec.nodeName ?? '',
    phase: status.phase ?? 'Unknown',
    requests: JSON.stringify(requests),
  };
}

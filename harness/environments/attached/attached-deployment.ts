import * as z from 'zod';
import type { Subject, SubjectState } from '../../contract/index.ts';
import { HarnessError, poll, type Clock } from '../../core/index.ts';
import type { KubeApi } from '../cluster/kube-api.ts';

export type AttachedDeploymentOptions = {
  readonly api: KubeApi;
  readonly context: string;
  readonly namespace: string;
  readonly deployment: string;
  readonly url: string;
  readonly clock: Clock;
};

const deploymentSchema = z.object({
  spec: z.object({
    replicas: z.number(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()), matchExpressions: z.undefined().optional() }),
  }),
  status: z.object({ readyReplicas: z.number().default(0) }),
});
const podsSchema = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

const endsWithinMs = 60_000;
const backWithinMs = 300_000;

/**
 * A Deployment that was there before the harness: it is killed by scaling it to none and ending its pods at once, and comes
 * back with as many as it had. Nothing else of it is changed.
 */
export class AttachedDeployment implements Subject {
  readonly name: string;
  readonly url: string;
  readonly workDir = '';
  readonly #options: AttachedDeploymentOptions;
  #replicas = 0;

  constructor(options: AttachedDeploymentOptions) {
    this.name = `deployment/${options.deployment}`;
    this.url = options.url;
    this.#options = options;
  }

  async state(): Promise<SubjectState> {
    return (await this.#pods()).length === 0 ? 'exited' : 'running';
  }

  async kill(): Promise<void> {
    const { api, clock } = this.#options;
    const { spec } = await this.#read();
    if (spec.replicas === 0) throw new HarnessError('FAULT_INEFFECTIVE', { what: `${this.name} has no replicas` });
    this.#replicas = spec.replicas;
    await this.#scale(0);
    for (const pod of await this.#pods())
      await api.ask('DELETE', `${this.#folder()}/pods/${pod}`, { gracePeriodSeconds: 0 });
    await poll(async () => await this.state(), {
      ...{ what: `${this.name} has no pods`, until: (state) => state === 'exited', everyMs: 200 },
      ...{ timeoutMs: endsWithinMs, clock },
    });
  }

  async restart(): Promise<void> {
    const { clock } = this.#options;
    if (this.#replicas === 0) return;
    await this.#scale(this.#replicas);
    await poll(async () => (await this.#read()).status.readyReplicas, {
      ...{ what: `${this.name} is ready again: ${this.wayBack()}`, until: (ready) => ready >= this.#replicas },
      ...{ everyMs: 500, timeoutMs: backWithinMs, clock },
    });
  }

  async freeze(): Promise<void> {
    return await cannotFreeze(this.name);
  }

  async thaw(): Promise<void> {
    return await cannotFreeze(this.name);
  }

  logTail(): string {
    return '';
  }

  /** The command that brings it back, whatever became of the harness. */
  wayBack(): string {
    const { context, namespace, deployment } = this.#options;
    return `kubectl --context ${context} -n ${namespace} scale deployment/${deployment} --replicas=${this.#replicas}`;
  }

  #folder(): string {
    return `/api/v1/namespaces/${this.#options.namespace}`;
  }

  #path(): string {
    return `/apis/apps/v1/namespaces/${this.#options.namespace}/deployments/${this.#options.deployment}`;
  }

  async #read(): Promise<z.infer<typeof deploymentSchema>> {
    const { data, error } = deploymentSchema.safeParse(await this.#options.api.must('GET', this.#path()));
    if (error === undefined) return data;
    const got = z.prettifyError(error);
    throw new HarnessError('CLUSTER_REFUSED', { what: 'no Deployment that can be scaled', where: this.name, got });
  }

  async #scale(replicas: number): Promise<void> {
    const { api } = this.#options;
    await api.send('PATCH', `${this.#path()}/scale`, { spec: { replicas } }, 'application/merge-patch+json');
  }

  async #pods(): Promise<string[]> {
    const { matchLabels } = (await this.#read()).spec.selector;
    const selector = Object.entries(matchLabels).map(([label, value]) => `${label}=${value}`);
    const path = `${this.#folder()}/pods?labelSelector=${encodeURIComponent(selector.join())}`;
    const { items } = podsSchema.parse(await this.#options.api.must('GET', path));
    return items.map(({ metadata }) => metadata.name);
  }
}

const cannotFreeze = async (name: string): Promise<never> =>
  await Promise.reject(new HarnessError('FAULT_INEFFECTIVE', { what: `${name} cannot be frozen through its cluster` }));

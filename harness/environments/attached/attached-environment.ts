import type { AttachedStack, Environment, Subject } from '../../contract/index.ts';
import { HarnessError, type Clock } from '../../core/index.ts';
import { kubeApi } from '../cluster/kube-api.ts';
import { AttachedDeployment } from './attached-deployment.ts';
import { openContext } from './open-context.ts';
import { probeAlertmanager, probePrometheus } from './probe.ts';

/** What runs already: addresses without a slash at the end, and where in which cluster the system runs. */
export type AttachedTargets = {
  readonly prometheus?: string | undefined;
  readonly alertmanager?: string | undefined;
  readonly subject?: string | undefined;
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly namespace?: string | undefined;
  readonly deployment?: string | undefined;
  /** Whether the system may be disturbed: decided before, and never here. */
  readonly mayDisrupt?: boolean;
};

export type AttachedOptions = {
  readonly targets: AttachedTargets;
  readonly amtool: string;
  readonly clock: Clock;
};

/**
 * Takes what runs already, and starts nothing. Throws `OBSERVER_UNREACHABLE` where a monitor does not answer,
 * `TARGET_INVALID` where what answers is something else, `CLUSTER_MISSING` and `CLUSTER_REFUSED` for a context; a system
 * that does not answer is for the drills to say.
 */
export const attachTo = async ({ targets, amtool, clock }: AttachedOptions): Promise<Environment> => {
  const { prometheus, alertmanager, subject } = targets;
  await Promise.all([
    prometheus === undefined ? undefined : probePrometheus(prometheus),
    alertmanager === undefined ? undefined : probeAlertmanager(alertmanager),
  ]);
  const deployment = await deploymentOf(targets, clock);
  const nothing = async (): Promise<void> => await Promise.resolve();
  const stack: AttachedStack = {
    ...{ prometheusUrl: prometheus, alertmanagerUrl: alertmanager, subjectUrl: subject, amtool },
    ...(deployment === undefined ? {} : { subject: deployment }),
    [Symbol.asyncDispose]: nothing,
  };
  return {
    name: 'attached',
    capabilities: new Set(['attached'] as const),
    attach: async () => await Promise.resolve(stack),
    start: startsNothing,
    startMonitoring: startsNothing,
    startDelivery: startsNothing,
    [Symbol.asyncDispose]: nothing,
  };
};

/** Sees that the context answers; gives the Deployment only where it may be disturbed. */
const deploymentOf = async (targets: AttachedTargets, clock: Clock): Promise<Subject | undefined> => {
  const { context, kubeconfig, namespace, deployment, subject = '', mayDisrupt = false } = targets;
  if (context === undefined) return undefined;
  const api = kubeApi(openContext(context, kubeconfig).config);
  await api.must('GET', '/api');
  if (!mayDisrupt || namespace === undefined || deployment === undefined) return undefined;
  const found = new AttachedDeployment({ api, context, namespace, deployment, url: subject, clock });
  await found.state();
  return found;
};

const startsNothing = async (): Promise<never> =>
  await Promise.reject(new HarnessError('INTERNAL', { what: 'the environment attached starts nothing' }));

import { mustAllowDisruption } from '../attached/index.ts';
import { openContext, type AttachedTargets } from '../environments/index.ts';

/** What the command line says of disturbing what runs. */
export type DisruptionFlags = AttachedTargets & {
  readonly allowDisruption?: true | undefined;
  readonly namespaces: readonly string[];
  readonly production?: string | undefined;
};

/** Throws `DISRUPTION_REFUSED` unless what is named may be disturbed; reads the kubeconfig, and asks nothing of anybody. */
export const guardDisruption = (flags: DisruptionFlags): void => {
  const { prometheus, alertmanager, subject, context, kubeconfig, namespace, namespaces, production } = flags;
  const hosts = [prometheus, alertmanager, subject].flatMap((url) => URL.parse(url ?? '')?.hostname ?? []);
  const allowed = flags.allowDisruption === true;
  const inContext = allowed && context !== undefined ? openContext(context, kubeconfig).names : [];
  mustAllowDisruption({ allowed, namespaces, context, namespace, production, names: [...hosts, ...inContext] });
};

import type { CheckRun } from '../contract/index.ts';
import type { Observed } from './judge-probe.ts';
import { readManifests } from './manifests.ts';

type Asked = Pick<Extract<CheckRun, { kind: 'grants' }>, 'account' | 'verb' | 'resource'>;
type Rule = { readonly verbs?: string[]; readonly resources?: string[] };
type Binding = {
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: { readonly kind: string; readonly name: string; readonly namespace?: string }[];
};

/** Says by RBAC's rules, which only ever add, whether the manifests let an account do something: status 0 when they do. */
export const isGranted = (texts: readonly string[], { account, verb, resource }: Asked): Observed => {
  const manifests = texts.flatMap(readManifests);
  const bindings = manifests.filter(({ kind, object }) => {
    const { subjects = [] } = object as Binding;
    return (
      /^(Cluster)?RoleBinding$/.test(kind) &&
      subjects.some((each) => each.kind === 'ServiceAccount' && `${each.namespace ?? ''}/${each.name}` === account)
    );
  });
  const roles = bindings.flatMap(({ object }) => {
    const { roleRef } = object as Binding;
    return manifests.filter(({ kind, name }) => kind === roleRef?.kind && name === roleRef.name);
  });
  const has = (list: readonly string[] = [], wanted: string): boolean => list.includes(wanted) || list.includes('*');
  const rules = roles.flatMap(({ object }) => (object['rules'] ?? []) as Rule[]);
  const granted = rules.some(({ verbs, resources }) => has(verbs, verb) && has(resources, resource));
  const found = `${bindings.length} bindings of ${account} in ${manifests.length} objects`;
  return { status: granted ? 0 : 1, output: `${granted ? 'yes' : 'no'}: ${verb} ${resource}; ${found}` };
};

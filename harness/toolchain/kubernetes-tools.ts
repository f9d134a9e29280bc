import { basename } from 'node:path';
import { execa } from 'execa';
import { findOnPath } from './find-on-path.ts';
import { present } from './options.ts';
import { isAccepted } from './version.ts';

/** A program with the arguments that make it what is wanted. */
export type Program = { readonly command: string; readonly args: readonly string[]; readonly version: string };
export type KubernetesTools = { readonly etcd: Program; readonly apiServer: Program };

export type KubernetesToolName = 'etcd' | 'kube-apiserver';

type Wanted = {
  readonly name: KubernetesToolName;
  readonly variable: string;
  /** Programs that are it, with the arguments that make them so. */
  readonly forms: readonly { readonly file: string; readonly args: readonly string[] }[];
  readonly versionPattern: RegExp;
  readonly accepted: { readonly from: string; readonly below: string };
};

const etcd: Wanted = {
  name: 'etcd',
  variable: 'FIREDRILL_ETCD',
  forms: [{ file: 'etcd', args: [] }],
  versionPattern: /etcd Version: (\d+\.\d+\.\d+)/,
  accepted: { from: '3.5.0', below: '4.0.0' },
};
const apiServer: Wanted = {
  name: 'kube-apiserver',
  variable: 'FIREDRILL_KUBE_APISERVER',
  forms: [
    { file: 'kube-apiserver', args: [] },
    { file: 'hyperkube', args: ['kube-apiserver'] },
  ],
  versionPattern: /Kubernetes v(\d+\.\d+\.\d+)/,
  accepted: { from: '1.30.0', below: '2.0.0' },
};

const versionTimeoutMs = 20_000;

/**
 * Finds etcd and kube-apiserver, the latter perhaps in a hyperkube: where `FIREDRILL_ETCD` and
 * `FIREDRILL_KUBE_APISERVER` say, in the folder that `FIREDRILL_TOOLCHAIN` names, on PATH. They are optional, so nothing is
 * downloaded or built; gives the reason where one cannot be had.
 */
export const findKubernetes = async (
  env: NodeJS.ProcessEnv,
): Promise<KubernetesTools | { readonly reason: string }> => {
  const [store, server] = await Promise.all([find(etcd, env), find(apiServer, env)]);
  if ('reason' in store) return store;
  if ('reason' in server) return server;
  return { etcd: store, apiServer: server };
};

/** As `findKubernetes`, but what was seen of each program. */
export const lookForKubernetes = async (env: NodeJS.ProcessEnv) =>
  await Promise.all(
    [etcd, apiServer].map(async (wanted) => ({
      name: wanted.name,
      accepted: wanted.accepted,
      seen: await find(wanted, env),
    })),
  );

const find = async (wanted: Wanted, env: NodeJS.ProcessEnv): Promise<Program | { readonly reason: string }> => {
  const { name, variable, accepted } = wanted;
  const refused: string[] = [];
  for (const candidate of await candidates(wanted, env)) {
    const version = await versionOf(candidate, wanted);
    if (version !== undefined && isAccepted(version, accepted)) return { ...candidate, version };
    refused.push(`${candidate.command} ${version === undefined ? 'does not say its version' : `is ${version}`}`);
  }
  const seen = refused.length === 0 ? `${name} is nowhere to be found` : refused.join(', ');
  return { reason: `${seen}; put ${name} ${accepted.from} or newer on PATH or name it with ${variable}` };
};

const candidates = async ({ variable, forms }: Wanted, env: NodeJS.ProcessEnv): Promise<Omit<Program, 'version'>[]> => {
  const named = present(env[variable]);
  const folder = present(env['FIREDRILL_TOOLCHAIN']);
  const path = [folder, env['PATH']].filter((part) => part !== undefined).join(':');
  if (named !== undefined) {
    const form = forms.find(({ file }) => file === basename(named)) ?? forms[0];
    return [{ command: named, args: form?.args ?? [] }];
  }
  const found = await Promise.all(
    forms.map(async ({ file, args }) =>
      (await findOnPath(file, { PATH: path })).map((command) => ({ command, args: [...args] })),
    ),
  );
  return found.flat();
};

const versionOf = async (
  { command, args }: Omit<Program, 'version'>,
  { versionPattern }: Wanted,
): Promise<string | undefined> => {
  const { all } = await execa(command, [...args, '--version'], {
    all: true,
    reject: false,
    stdin: 'ignore',
    timeout: versionTimeoutMs,
  });
  return versionPattern.exec(all)?.[1];
};

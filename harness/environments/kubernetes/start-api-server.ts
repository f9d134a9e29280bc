import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { poll, type Clock } from '../../core/index.ts';
import type { KubernetesTools } from '../../toolchain/index.ts';
import { startChild, type Child } from '../local/child.ts';
import { freePort } from '../local/free-port.ts';
import type { Warden } from '../local/warden.ts';
import { kubeClient, type KubeClient } from './kube-client.ts';

export type ApiServerOptions = {
  readonly tools: KubernetesTools;
  /** Where its data, keys and certificates go. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly warden: Warden;
  readonly clock: Clock;
};

/** A Kubernetes API server with its etcd. */
export type ApiServer = {
  readonly url: string;
  /** The path of the certificate that a client has to trust. */
  readonly caFile: string;
  readonly client: KubeClient;
};

const startTimeoutMs = 90_000;
const loopback = '127.0.0.1';

/** Starts etcd and kube-apiserver; resolves once the server is ready. The warden ends both with the run. */
export const startApiServer = async (options: ApiServerOptions): Promise<ApiServer> => {
  const { folder } = options;
  await mkdir(folder, { recursive: true });
  const etcdUrl = await startEtcd(options);
  const token = randomUUID();
  await writeKeys(folder, token);
  // The server does not choose its port itself; what takes this one meanwhile makes it end with a message.
  const port = await freePort();
  const url = `https://${loopback}:${port}`;
  const child = await start(options, 'kube-apiserver', options.tools.apiServer, serverFlags(folder, port, etcdUrl));
  const caFile = join(folder, 'certificates', 'apiserver.crt');
  await isReady(child, options, url, async () => kubeClient(url, token, await readFile(caFile, 'utf8')));
  return { url, caFile, client: kubeClient(url, token, await readFile(caFile, 'utf8')) };
};

const serverFlags = (folder: string, port: number, etcdUrl: string): string[] => [
  `--etcd-servers=${etcdUrl}`,
  `--secure-port=${port}`,
  `--bind-address=${loopback}`,
  `--cert-dir=${join(folder, 'certificates')}`,
  '--service-account-issuer=https://kubernetes.default.svc',
  `--service-account-key-file=${join(folder, 'service-account.pub')}`,
  `--service-account-signing-key-file=${join(folder, 'service-account.key')}`,
  `--token-auth-file=${join(folder, 'tokens.csv')}`,
  '--service-cluster-ip-range=10.0.0.0/24',
  '--authorization-mode=RBAC',
  // No controller makes the default service account of a namespace, which this plugin wants for every pod.
  '--disable-admission-plugins=ServiceAccount',
];

const startEtcd = async (options: ApiServerOptions): Promise<string> => {
  const anyPort = `http://${loopback}:0`;
  const child = await start(options, 'etcd', options.tools.etcd, [
    `--data-dir=${join(options.folder, 'etcd')}`,
    `--listen-client-urls=${anyPort}`,
    `--advertise-client-urls=${anyPort}`,
    `--listen-peer-urls=${anyPort}`,
    '--log-format=json',
    // What is lost when the machine fails is lost with the run.
    '--unsafe-no-fsync',
  ]);
  const [, address = ''] = await child.waitFor(
    /serving client traffic.*"address":"([^"]+)"/,
    'starting',
    startTimeoutMs,
  );
  return `http://${address}`;
};

const start = async (
  { env, folder, warden, clock }: ApiServerOptions,
  name: string,
  { command, args }: KubernetesTools['etcd'],
  flags: readonly string[],
): Promise<Child> => await startChild({ name, command, args: [...args, ...flags], env, cwd: folder, warden, clock });

const isReady = async (
  child: Child,
  { clock }: ApiServerOptions,
  url: string,
  client: () => Promise<KubeClient>,
): Promise<void> => {
  const status = async (): Promise<number> => (await (await client()).ask('GET', '/readyz')).status;
  await child.whileRunning('starting', async (signal) => {
    await poll(async () => await status().catch(() => 0), {
      what: `kube-apiserver answers 200 at ${url}/readyz`,
      until: (seen) => seen === 200,
      everyMs: 100,
      timeoutMs: startTimeoutMs,
      clock,
      signal,
    });
  });
};

const writeKeys = async (folder: string, token: string): Promise<void> => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  await writeFile(join(folder, 'service-account.key'), privateKey, { mode: 0o600 });
  await writeFile(join(folder, 'service-account.pub'), publicKey);
  await writeFile(join(folder, 'tokens.csv'), `${token},administrator,administrator,system:masters\n`, { mode: 0o600 });
};

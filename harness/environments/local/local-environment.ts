import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capability, Environment } from '../../contract/index.ts';
import type { Clock } from '../../core/index.ts';
import type { KubernetesTools } from '../../toolchain/index.ts';
import { startApiServer, type ApiServer } from '../kubernetes/start-api-server.ts';
import { findPostgres } from '../postgres/find-postgres.ts';
import { startLocalDelivery } from './local-delivery.ts';
import { startLocalMonitoring } from './local-monitoring.ts';
import { startLocalStack, type Programs } from './local-stack.ts';
import { noSmallDisk } from './small-disk.ts';
import { startWarden } from './warden.ts';

export type LocalEnvironmentOptions = {
  readonly runId: string;
  /** The project's folder. */
  readonly root: string;
  /** Paths of the programs by their names; those of dependencies may be missing. */
  readonly programs: Programs;
  /** What the Kubernetes API is made of, or why it cannot be had; it cannot unless told. */
  readonly kubernetes?: KubernetesTools | { readonly reason: string };
  readonly clock: Clock;
};

const machine: readonly Capability[] = [
  ...(['signals', 'process-ids', 'restart', 'files', 'targets', 'sinks', 'monitors', 'replicas'] as const),
];

/** Real programs as child processes on loopback. Every child carries `FIREDRILL_RUN_ID`, and none outlives the run. */
export const startLocalEnvironment = async (options: LocalEnvironmentOptions): Promise<Environment> => {
  const { runId, root, programs, clock, kubernetes = { reason: 'it was not asked for' } } = options;
  const postgres = await findPostgres(root);
  const workDir = await mkdtemp(join(tmpdir(), `firedrill-${runId}-`));
  const warden = startWarden(runId, workDir);
  const reason = await noSmallDisk(workDir);
  const smallDisk = reason === undefined ? {} : { reason };
  const env = inheritedEnv(runId);
  let server: Promise<ApiServer> | undefined;
  /** One for the run, and only for a drill that needs it: it takes seconds and some 330 MB. */
  const apiServer = async (): Promise<ApiServer | undefined> => {
    if ('reason' in kubernetes) return undefined;
    const folder = join(workDir, 'kubernetes');
    server ??= startApiServer({ tools: kubernetes, folder, env, warden, clock });
    return await server;
  };
  return {
    name: 'local',
    ...capabilitiesOf(programs, { 'kubernetes-api': kubernetes, database: postgres, 'small-file-system': smallDisk }),
    async start(spec, signal) {
      const folder = join(workDir, spec.drill.replaceAll('/', '__'));
      await mkdir(join(folder, 'subject'), { recursive: true });
      return await startLocalStack({ spec, folder, root, programs, env, warden, clock, signal, apiServer });
    },
    async startMonitoring(spec, signal) {
      const folder = join(workDir, spec.drill.replaceAll('/', '__'));
      return await startLocalMonitoring(spec, { programs, folder, env, warden, clock, signal });
    },
    async startDelivery(spec, signal) {
      const folder = join(workDir, spec.drill.replaceAll('/', '__'));
      return await startLocalDelivery({
        ...{ spec, folder, root, programs, postgres, env, warden, clock, signal, apiServer },
      });
    },
    async [Symbol.asyncDispose]() {
      await warden[Symbol.asyncDispose]();
      await rm(workDir, { recursive: true, force: true });
    },
  };
};

const capabilitiesOf = (
  programs: Programs,
  optional: Readonly<Record<string, object>>,
): Required<Pick<Environment, 'capabilities' | 'lacking'>> => {
  const capabilities = new Set([...machine, ...Object.keys(programs).map((name): Capability => `tool:${name}`)]);
  const lacking = new Map<Capability, string>([
    ['disconnect', 'a process has no network of its own; run with --env containers'],
  ]);
  for (const [capability, found] of Object.entries(optional) as [Capability, { readonly reason?: string }][]) {
    if (found.reason !== undefined) lacking.set(capability, found.reason);
    else capabilities.add(capability);
  }
  return { capabilities, lacking };
};

/** What a child gets of the caller's environment: enough to run, nothing that would change how it behaves. */
export const inheritedEnv = (runId: string): Record<string, string> => {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'SystemRoot'];
  const present = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(present), FIREDRILL_RUN_ID: runId, NODE_NO_WARNINGS: '1', GOMAXPROCS: '1' };
};

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capability, Environment } from '../../contract/index.ts';
import type { Clock } from '../../core/index.ts';
import { startLocalStack, type Programs } from './local-stack.ts';
import { startWarden } from './warden.ts';

export type LocalEnvironmentOptions = {
  readonly runId: string;
  /** The project's folder. */
  readonly root: string;
  /** Paths of the programs by their names; those of dependencies may be missing. */
  readonly programs: Programs;
  readonly clock: Clock;
};

const machine: readonly Capability[] = ['signals', 'restart', 'files', 'targets', 'sinks'];

/** Real programs as child processes on loopback. Every child carries `FIREDRILL_RUN_ID`, and none outlives the run. */
export const startLocalEnvironment = async (options: LocalEnvironmentOptions): Promise<Environment> => {
  const { runId, root, programs, clock } = options;
  const workDir = await mkdtemp(join(tmpdir(), `firedrill-${runId}-`));
  const warden = startWarden(runId, workDir);
  const env = inheritedEnv(runId);
  return {
    name: 'local',
    capabilities: new Set([...machine, ...Object.keys(programs).map((name): Capability => `tool:${name}`)]),
    async start(spec, signal) {
      const folder = join(workDir, spec.drill.replaceAll('/', '__'));
      await mkdir(join(folder, 'subject'), { recursive: true });
      return await startLocalStack({ spec, folder, root, programs, env, warden, clock, signal });
    },
    async [Symbol.asyncDispose]() {
      await warden[Symbol.asyncDispose]();
      await rm(workDir, { recursive: true, force: true });
    },
  };
};

/** What a child gets of the caller's environment: enough to run, nothing that would change how it behaves. */
const inheritedEnv = (runId: string): Record<string, string> => {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'SystemRoot'];
  const present = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(present), FIREDRILL_RUN_ID: runId, NODE_NO_WARNINGS: '1', GOMAXPROCS: '1' };
};

import { execa } from 'execa';
import { HarnessError } from '../core/index.ts';
import { findOnPath } from './find-on-path.ts';
import { lookForKubernetes, type KubernetesToolName } from './kubernetes-tools.ts';
import { lookSteps } from './look.ts';
import { searchFor, variableOf, type Search, type ToolchainOptions } from './options.ts';
import { oldestGo, toolNames, type ToolName } from './pins.ts';
import type { ToolSource } from './progress.ts';
import { planRelease } from './release.ts';
import { describeAccepted, isAtLeast } from './version.ts';

/** What is known of one tool without downloading or building anything. */
export type ToolRow = {
  readonly tool: ToolName | KubernetesToolName | 'go' | 'tar';
  readonly wanted: string;
  readonly found: string | undefined;
  readonly source: ToolSource | undefined;
  readonly path: string | undefined;
  /** `to-make`: the first use downloads or builds it. `optional`: what needs it is skipped. */
  readonly status: 'ok' | 'to-make' | 'optional' | 'missing' | 'broken';
  /** What happens next by itself, or what to do; empty when all is well. */
  readonly remedy: string;
};

/** Looks for go, tar, the named tools (all, unless told) and what a Kubernetes API is made of, and says what is there and what will be done about the rest. */
export const inspectTools = async (
  options: ToolchainOptions & { readonly names?: readonly ToolName[] } = {},
): Promise<readonly ToolRow[]> => {
  const env = options.env ?? process.env;
  const go = await inspectGo(env);
  const rows: ToolRow[] = [go, await inspectTar(env)];
  for (const name of options.names ?? toolNames) rows.push(await inspectTool(searchFor(name, options), go));
  return [...rows, ...(await inspectKubernetes(env))];
};

const inspectKubernetes = async (env: NodeJS.ProcessEnv): Promise<ToolRow[]> =>
  (await lookForKubernetes(env)).map(({ name, accepted, seen }) => {
    const row = { tool: name, wanted: describeAccepted(accepted), source: undefined };
    return 'reason' in seen
      ? {
          ...row,
          found: undefined,
          path: undefined,
          status: 'optional',
          remedy: `its drills are skipped: ${seen.reason}`,
        }
      : { ...row, found: seen.version, path: seen.command, status: 'ok', remedy: '' };
  });

const inspectTool = async (search: Search, go: ToolRow): Promise<ToolRow> => {
  const { name, pin } = search;
  const row = { tool: name, wanted: describeAccepted(pin.accepted) };
  const nothing = { found: undefined, source: undefined, path: undefined };
  const passedOver: string[] = [];
  try {
    for (const step of lookSteps) {
      const outcome = await step.run(search);
      if ('tool' in outcome) {
        const { version, path } = outcome.tool;
        return { ...row, found: version, source: step.source, path, status: 'ok', remedy: '' };
      }
      if (outcome.isWrong === true) passedOver.push(outcome.reason);
    }
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    const { where, got, next } = error.details;
    return { ...row, ...nothing, path: where, status: 'broken', remedy: `${got ?? error.message}: ${next ?? ''}` };
  }
  const plan = planMaking(search, go);
  return { ...row, ...nothing, status: plan.status, remedy: [...passedOver, plan.remedy].join('; ') };
};

const planMaking = ({ name, pin }: Search, go: ToolRow): { status: 'to-make' | 'missing'; remedy: string } => {
  const plan = planRelease(pin);
  if (!('reason' in plan)) return { status: 'to-make', remedy: `the first use downloads ${plan.url}` };
  if (go.path !== undefined) {
    const minutes = Math.round(pin.build.atMostMs / 60_000);
    const remedy = `the first use builds ${pin.build.main} with go, in ${minutes} minutes at most (${plan.reason})`;
    return { status: 'to-make', remedy };
  }
  const remedy = `put ${name} ${pin.version} on PATH, name it with ${variableOf(name)}, or install Go (${plan.reason})`;
  return { status: 'missing', remedy };
};

const inspectGo = async (env: NodeJS.ProcessEnv): Promise<ToolRow> => {
  const row = await inspectHelper('go', `${oldestGo} or newer`, ['version'], env);
  if (row.path === undefined) return { ...row, remedy: 'install Go: it builds the tools that are not there' };
  if (row.found === undefined || isAtLeast(row.found, oldestGo)) return row;
  const remedy = `it fetches go ${oldestGo} for a build unless GOTOOLCHAIN forbids it; a newer Go saves that`;
  return { ...row, remedy };
};

const inspectTar = async (env: NodeJS.ProcessEnv): Promise<ToolRow> => {
  const row = await inspectHelper('tar', 'any', ['--version'], env);
  return row.path === undefined ? { ...row, remedy: 'install tar: it unpacks releases' } : row;
};

const inspectHelper = async (
  tool: 'go' | 'tar',
  wanted: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ToolRow> => {
  const [path] = await findOnPath(tool, env);
  if (path === undefined) {
    return { tool, wanted, found: undefined, source: undefined, path, status: 'missing', remedy: '' };
  }
  const { stdout } = await execa(path, args, {
    env,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: 10_000,
  });
  const found = /(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1];
  return { tool, wanted, found, source: 'path', path, status: 'ok', remedy: '' };
};

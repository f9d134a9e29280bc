import type { Dependency } from '../../contract/index.ts';
import { HarnessError, type Clock } from '../../core/index.ts';
import { fillTemplate } from '../template.ts';
import { startChild } from '../local/child.ts';
import type { Warden } from '../local/warden.ts';

export type StepOptions = {
  /** The project's folder. */
  readonly root: string;
  /** Paths of tools by their names. */
  readonly programs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly warden: Warden;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

type Step = {
  readonly dependency: Dependency;
  readonly work: string;
  readonly values: Readonly<Record<string, string>>;
};

const stepTimeoutMs = 30_000;

/**
 * Runs a dependency that is a step to its end; throws `PROCESS_EXITED` with its last lines unless that is status 0, and
 * `TIMEOUT`.
 */
export const runStep = async ({ dependency, work, values }: Step, options: StepOptions): Promise<void> => {
  const { root, env, warden, clock, signal } = options;
  const { name, start } = dependency;
  const fill = (text: string): string => fillTemplate(text, { ...values, root, work }, `${name} › start.local`);
  const own = Object.entries(start.local.env).map(([key, value]) => [key, fill(value)] as const);
  await using child = await startChild({
    name,
    command: commandOf(dependency, options),
    args: start.local.args.map(fill),
    env: { ...env, ...Object.fromEntries(own) },
    cwd: root,
    warden,
    clock,
  });
  const how = await Promise.race([child.exited, clock.sleep(stepTimeoutMs, signal)]);
  if (how === 'exit status 0') return;
  throw new HarnessError(how === undefined ? 'TIMEOUT' : 'PROCESS_EXITED', {
    what: `${name} did not end well`,
    got: `${how ?? `nothing within ${stepTimeoutMs} ms`}; its last lines:\n${child.output.last(8)}`,
  });
};

/** The program of a dependency; throws `TOOL_MISSING` where its tool is not there. */
export const commandOf = (
  { tool, start }: Dependency,
  { programs }: { readonly programs: Readonly<Record<string, string>> },
): string => {
  if (tool === undefined) return start.local.command === 'node' ? process.execPath : start.local.command;
  const path = programs[tool];
  if (path === undefined) throw new HarnessError('TOOL_MISSING', { what: tool, next: '`firedrill doctor` says why' });
  return path;
};

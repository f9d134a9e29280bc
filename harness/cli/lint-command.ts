import { Command } from 'commander';
import { lintFiles } from '../compose/index.ts';
import { resolveTools } from '../toolchain/index.ts';
import { Progress } from './progress.ts';
import type { Surroundings } from './surroundings.ts';

/** `firedrill lint`: what is wrong in rule files and Alertmanager configurations, a line each. */
export const lintCommand = (surroundings: Surroundings, done: (status: number) => void): Command =>
  new Command('lint')
    .description('find what is wrong in rule files and Alertmanager configurations, with file and line')
    .argument('<files...>', 'rule files, PrometheusRules, lists of rules, configurations of Alertmanager')
    .option('--json', 'as JSON')
    .action(async (files: string[], options: { json?: true }) =>
      done(await showProblems(files, options, surroundings)),
    );

/** Prints each problem as `CODE: where: what`; gives 2 when there is one. */
const showProblems = async (
  files: readonly string[],
  { json }: { json?: true },
  surroundings: Surroundings,
): Promise<number> => {
  const { stdout } = surroundings;
  const problems = await lintFiles(files, await findTools(surroundings));
  const told = problems.map(({ code, message, details: { where, what, expected, got } }) => ({
    code,
    where,
    what,
    expected,
    got,
    message,
  }));
  if (json === true) stdout.write(`${JSON.stringify(told, null, 2)}\n`);
  else {
    const lines = told.map(({ code, message }) => `${code}: ${message}`);
    stdout.write(`${[...lines, `${files.length} files, ${told.length} problems`].join('\n')}\n`);
  }
  return problems.length === 0 ? 0 : 2;
};

const findTools = async (surroundings: Surroundings): Promise<{ promtool: string; amtool: string }> => {
  using progress = new Progress(surroundings);
  const { clock, env } = surroundings;
  const onProgress = (event: Parameters<Progress['tool']>[0]): void => progress.tool(event);
  const tools = await resolveTools(['promtool', 'amtool'], { clock, env, onProgress });
  const path = (name: 'promtool' | 'amtool'): string => tools.get(name)?.path ?? name;
  return { promtool: path('promtool'), amtool: path('amtool') };
};

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { caseSchema, environmentNames, type CaseName } from '../contract/index.ts';
import { HarnessError, messageOf, parseDuration } from '../core/index.ts';
import { attachedOptions } from './attached-flags.ts';
import { checkRulesVirtually } from './check.ts';
import { coverageCommand } from './coverage-command.ts';
import { runDoctor } from './doctor.ts';
import { findingsCommand } from './findings-command.ts';
import { lintCommand } from './lint-command.ts';
import { listDrills } from './list.ts';
import { names } from './names.ts';
import { projectVersion } from './project.ts';
import { replay } from './replay.ts';
import { runDrills } from './run.ts';
import type { RunFlags } from './run-flags.ts';
import { sloCommand } from './slo-command.ts';
import { rehearseCommand } from './rehearse-command.ts';
import type { Surroundings } from './surroundings.ts';

const exitStatus = { input: 2, surroundings: 3, interrupted: 130 } as const;

/** Runs the command line and gives the exit status; every failure is one message with its code. */
export const runProgram = async (args: readonly string[], surroundings: Surroundings): Promise<number> => {
  let status = 0;
  const program = buildProgram(surroundings, (code) => (status = code));
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const known = error instanceof HarnessError ? error : undefined;
    surroundings.stderr.write(`${known?.code ?? 'INTERNAL'}: ${messageOf(error)}\n`);
    if (known === undefined && error instanceof Error) surroundings.stderr.write(`${error.stack ?? ''}\n`);
    return exitStatus[known?.kind ?? 'surroundings'];
  }
};

const buildProgram = (surroundings: Surroundings, done: (status: number) => void): Command => {
  const program = new Command('firedrill')
    .description('Proves that documented alerts fire, reach the right receiver and clear.')
    .version(projectVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void surroundings.stdout.write(text),
      writeErr: (text) => void surroundings.stderr.write(text.replace(/^error: /, 'USAGE: ')),
    })
    .addHelpText(
      'after',
      '\nExit status: 0 held, 1 breached, 2 bad usage or configuration, 3 errored, 4 inconclusive, 130 interrupted.',
    );
  program.addCommand(runCommand(surroundings, done));
  program.addCommand(listCommand(surroundings, done));
  program.addCommand(checkCommand(surroundings, done));
  program
    .command('doctor')
    .description('show the programs that are needed, what was found, and what will be done about the rest')
    .option('--json', 'as JSON')
    .action(async (options: { json?: true }) => done(await runDoctor(options, surroundings)));
  program
    .command('report')
    .description('write the reports of a run again from its journal')
    .argument('[folder]', 'the folder of the run', 'reports/out/latest')
    .option('--strict-findings', 'a proven finding counts as a breach')
    .action(async (folder: string, options: { strictFindings?: true }) =>
      done(await replay(folder, options, surroundings)),
    );
  program.addCommand(sloCommand(surroundings, done));
  program.addCommand(lintCommand(surroundings, done));
  program.addCommand(coverageCommand(surroundings, done));
  program.addCommand(findingsCommand(surroundings, done));
  program.addCommand(rehearseCommand(surroundings, done));
  program.commands.forEach((command) => command.exitOverride().copyInheritedSettings(program));
  return program;
};

const runCommand = (surroundings: Surroundings, done: (status: number) => void): Command =>
  attachedOptions(new Command('run'))
    .description('run drills')
    .argument('[drills...]', 'suites or drills, such as alerts or alerts/cano-collector-down; all when none is named')
    .option('--system <names>', 'only these systems, separated by commas', names, [])
    .option('--case <names>', 'only these cases, such as positive', cases, [])
    .addOption(new Option('--env <name>', 'where they run').choices(environmentNames).default('local'))
    .option('--cluster <name>', 'go on with this cluster of kind, which is made unless it is there')
    .option('--keep', 'leave the cluster of kind, and say how to get back to it')
    .option('--speed <n>', 'divide every duration by up to this', positive, 60)
    .option('--seed <n>', 'where chance starts', wholeNumber, 1)
    .option('--defect <name>', 'run on this broken variant of the system')
    .option('--profile <name>', 'only the drill of this name, such as saturation of slo')
    .option('--rate <n>', 'alerts a second of each load', positive)
    .option('--duration <time>', 'how long each load is sent, such as 60s', duration)
    .option('--shards <n>', 'processes that share each load', wholeNumber)
    .option('--out <folder>', 'where the reports go', 'reports/out')
    .option('--json', 'write the record of the run to the standard output')
    .option('--strict-findings', 'a proven finding counts as a breach')
    .action(async (drills: string[], options: RunFlags) => done(await runDrills(drills, options, surroundings)));

const listCommand = (surroundings: Surroundings, done: (status: number) => void): Command =>
  new Command('list')
    .description('list the drills, and the cases that cannot exist with the reason')
    .argument('[drills...]', 'suites or drills')
    .option('--system <names>', 'only these systems', names, [])
    .option('--case <names>', 'only these cases', cases, [])
    .option('--json', 'as JSON')
    .action(async (drills: string[], options: Pick<RunFlags, 'system' | 'case' | 'json'>) =>
      done(await listDrills(drills, options, surroundings)),
    );

const checkCommand = (surroundings: Surroundings, done: (status: number) => void): Command =>
  new Command('check')
    .description('evaluate the documented rules as they are written, in virtual time')
    .option('--system <names>', 'only these systems', names, [])
    .option('--json', 'as JSON')
    .action(async (options: { system: string[]; json?: true }) =>
      done(await checkRulesVirtually(options, surroundings)),
    );

const cases = (text: string, before: CaseName[]): CaseName[] => {
  const known = new Map<string, CaseName>(caseSchema.options.map((name) => [name, name]));
  const named = names(text, []).map((name) => known.get(name));
  if (named.includes(undefined)) throw new InvalidArgumentError(`expected ${[...known.keys()].join(', ')}.`);
  return [...before, ...named.filter((name) => name !== undefined)];
};

const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 1) throw new InvalidArgumentError('expected a number of 1 or more.');
  return value;
};

const duration = (text: string): number => {
  const ms = parseDuration(text);
  if (ms === undefined || ms < 1_000)
    throw new InvalidArgumentError('expected a time of 1s or more, such as 90s or 2m.');
  return ms;
};

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('expected a whole number of 0 or more.');
  return value;
};

import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { HarnessError, messageOf } from '../core/index.ts';
import { checkRulesVirtually } from './check.ts';
import { runDoctor } from './doctor.ts';
import { findingsCommand } from './findings-command.ts';
import { listDrills } from './list.ts';
import { projectVersion } from './project.ts';
import { replay } from './replay.ts';
import { runDrills } from './run.ts';
import type { RunFlags } from './run-flags.ts';
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
  program.addCommand(findingsCommand(surroundings, done));
  program.commands.forEach((command) => command.exitOverride().copyInheritedSettings(program));
  return program;
};

const runCommand = (surroundings: Surroundings, done: (status: number) => void): Command =>
  new Command('run')
    .description('run drills')
    .argument('[drills...]', 'suites or drills, such as alerts or alerts/cano-collector-down; all when none is named')
    .option('--system <names>', 'only these systems, separated by commas', names, [])
    .option('--speed <n>', 'divide every duration by up to this', positive, 60)
    .option('--seed <n>', 'where chance starts', wholeNumber, 1)
    .option('--defect <name>', 'run on this broken variant of the system')
    .option('--out <folder>', 'where the reports go', 'reports/out')
    .option('--json', 'write the record of the run to the standard output')
    .option('--strict-findings', 'a proven finding counts as a breach')
    .action(async (drills: string[], options: RunFlags) => done(await runDrills(drills, options, surroundings)));

const listCommand = (surroundings: Surroundings, done: (status: number) => void): Command =>
  new Command('list')
    .description('list the drills, and the cases that cannot exist with the reason')
    .argument('[drills...]', 'suites or drills')
    .option('--system <names>', 'only these systems', names, [])
    .option('--json', 'as JSON')
    .action(async (drills: string[], options: { system: string[]; json?: true }) =>
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

const names = (text: string, before: string[]): string[] => [
  ...before,
  ...text.split(',').filter((name) => name !== ''),
];

const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 1) throw new InvalidArgumentError('expected a number of 1 or more.');
  return value;
};

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('expected a whole number of 0 or more.');
  return value;
};

import { Command, Option } from 'commander';
import { environmentNames } from '../contract/index.ts';
import { rehearseOne, type RehearseFlags } from './rehearse.ts';
import type { Surroundings } from './surroundings.ts';

/** `firedrill rehearse`: one documented procedure, step by step, with a stopwatch. */
export const rehearseCommand = (surroundings: Surroundings, done: (status: number) => void): Command =>
  new Command('rehearse')
    .description('walk through one documented procedure, step by step, with a stopwatch and a record')
    .argument('<id>', 'the procedure, such as cano.proc.emergency.configuration')
    .option('--auto', 'go on to the next step without asking')
    .addOption(new Option('--env <name>', 'where it is rehearsed').choices(environmentNames).default('local'))
    .option('--out <folder>', 'where the reports go', 'reports/out')
    .action(async (id: string, options: RehearseFlags) => done(await rehearseOne(id, options, surroundings)));

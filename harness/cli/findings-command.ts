import { Command } from 'commander';
import { showFindings, type FindingFlags } from './findings.ts';
import { names } from './names.ts';
import type { Surroundings } from './surroundings.ts';

/** `firedrill findings`: the documents' mistakes, each with its state. */
export const findingsCommand = (surroundings: Surroundings, done: (status: number) => void): Command =>
  new Command('findings')
    .description("run the documents' checks and show the state of every finding, with its source and evidence")
    .option('--system <names>', 'only findings of these systems: cano, epstats, k8smon, freightliner, cross', names, [])
    .option('--state <names>', 'only these states: executed, checked, needs, cannot', names, [])
    .option('--out <folder>', 'where the reports of runs are', 'reports/out')
    .option('--brief', 'only those that are not shown as they should be, and the totals')
    .option('--json', 'as JSON')
    .action(async (options: FindingFlags) => done(await showFindings(options, surroundings)));

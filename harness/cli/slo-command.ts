import { Command } from 'commander';
import { names } from './names.ts';
import { showSlos, type SloFlags } from './slo.ts';
import type { Surroundings } from './surroundings.ts';

/** `firedrill slo`: the documented objectives over recorded data, and whether their alerts guard them. */
export const sloCommand = (surroundings: Surroundings, done: (status: number) => void): Command =>
  new Command('slo')
    .description('evaluate the documented objectives and the alerts that guard them over recorded data')
    .option('--system <names>', 'only these systems', names, [])
    .option('--defect <name>', 'as a system that is broken in this way would have recorded it')
    .option('--json', 'as JSON')
    .action(async (options: SloFlags) => done(await showSlos(options, surroundings)));

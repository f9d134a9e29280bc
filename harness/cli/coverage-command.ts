import { Command, Option } from 'commander';
import { rungNames } from '../contract/index.ts';
import { showCoverage, type CoverageFlags } from './coverage.ts';
import { names } from './names.ts';
import type { Surroundings } from './surroundings.ts';

/** `firedrill coverage`: how far up the ladder each documented alert has come. */
export const coverageCommand = (surroundings: Surroundings, done: (status: number) => void): Command =>
  new Command('coverage')
    .description('show how far each documented alert has come, from its text to its silence, and why one stops')
    .argument('[folders...]', 'the folders of runs; of each drill the newest run below --out when none is named')
    .option('--system <names>', 'only these systems', names, [])
    .option('--out <folder>', 'where the reports of runs are', 'reports/out')
    .addOption(
      new Option('--require <rung>', 'end with 0 only when every alert has come this far, or is listed').choices(
        rungNames,
      ),
    )
    .option('--json', 'as JSON')
    .action(async (folders: string[], options: CoverageFlags) =>
      done(await showCoverage(folders, options, surroundings)),
    );

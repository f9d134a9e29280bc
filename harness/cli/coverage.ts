import { resolve } from 'node:path';
import { formatCoverage } from '../../reports/index.ts';
import { coverage, ladderExitCode, missedRungs, type Coverage, type MissedRung } from '../compose/index.ts';
import type { RungName } from '../contract/index.ts';
import { findPromtool } from './find-promtool.ts';
import { projectRoot } from './project.ts';
import { hasColour, type Surroundings } from './surroundings.ts';

export type CoverageFlags = {
  readonly system: readonly string[];
  readonly out: string;
  readonly require?: RungName;
  readonly json?: true;
};

/** Prints the ladder; with `--require` gives 1, 3 or 4 when an alert has not come so far, and names each that has not. */
export const showCoverage = async (
  folders: readonly string[],
  { system, out, require: required, json }: CoverageFlags,
  surroundings: Surroundings,
): Promise<number> => {
  const promtool = await findPromtool(surroundings);
  const found = await coverage({ root: projectRoot, systems: system, folders, out: resolve(out), promtool });
  const missed = required === undefined ? [] : missedRungs(found.alerts, required);
  const { stdout } = surroundings;
  if (json === true) stdout.write(`${JSON.stringify(asJson(found, required, missed), null, 2)}\n`);
  else {
    const table = formatCoverage(found, { color: hasColour(surroundings), width: stdout.columns || 80 });
    stdout.write(`${table}\n${required === undefined ? '' : `${verdict(found, required, missed)}\n`}`);
  }
  return required === undefined ? 0 : ladderExitCode(found.alerts, missed);
};

const asJson = (found: Coverage, required: RungName | undefined, missed: readonly MissedRung[]): object => ({
  ...found,
  ...(required === undefined
    ? {}
    : {
        required,
        missed: missed.map(({ alert, rung: { name, outcome, reason } }) => ({ alert, rung: name, outcome, reason })),
      }),
});

const verdict = ({ alerts }: Coverage, required: RungName, missed: readonly MissedRung[]): string =>
  missed.length === 0
    ? `all ${alerts.length} reach ${required}, or are listed with the reason`
    : `${missed.length} of ${alerts.length} do not reach ${required}:\n` +
      missed
        .map(
          ({ alert, rung: { name, outcome } }) =>
            `  ${alert}: ${name} ${outcome === 'skipped' ? 'not shown' : outcome}`,
        )
        .join('\n');

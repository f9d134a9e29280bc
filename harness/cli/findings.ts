import { isAbsolute, join } from 'node:path';
import pc from 'picocolors';
import { findingReports } from '../compose/index.ts';
import { findingStates, type FindingReport } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { projectRoot } from './project.ts';
import { hasColour, type Surroundings } from './surroundings.ts';

export type FindingFlags = {
  readonly system: readonly string[];
  readonly state: readonly string[];
  readonly out: string;
  readonly brief?: true;
  readonly json?: true;
};

/** Prints the findings with their state; gives 1 when one that was run is not shown, 3 when one could not be run. */
export const showFindings = async (flags: FindingFlags, surroundings: Surroundings): Promise<number> => {
  const { clock, env, stdout } = surroundings;
  const unknown = flags.state.find((state) => !findingStates.some((name) => name.startsWith(state)));
  if (unknown !== undefined)
    throw new HarnessError('USAGE', { what: 'no such state', expected: findingStates.join(', '), got: unknown });
  const runs = isAbsolute(flags.out) ? flags.out : join(process.cwd(), flags.out);
  const all = await findingReports({ root: projectRoot, env, clock, runs, systems: flags.system });
  if (all.length === 0)
    throw new HarnessError('SYSTEM_UNKNOWN', { what: 'no finding is of that system', got: flags.system.join(', ') });
  const shown = all.filter(
    ({ state, outcome }) =>
      (flags.state.length === 0 || flags.state.some((name) => state.startsWith(name))) &&
      (flags.brief === undefined || outcome === 'breached' || outcome === 'errored'),
  );
  if (flags.json === true) stdout.write(`${JSON.stringify({ totals: totalsOf(all), findings: shown }, null, 2)}\n`);
  else stdout.write(`${[...shown.map((each) => `${row(each, surroundings)}\n`), summary(all)].join('\n')}\n`);
  if (all.some(({ outcome }) => outcome === 'breached')) return 1;
  return all.some(({ outcome }) => outcome === 'errored') ? 3 : 0;
};

const row = ({ id, severity, state, outcome, sources, claim, evidence }: FindingReport, all: Surroundings): string => {
  const { bold, dim, green, red, yellow } = pc.createColors(hasColour(all));
  const paint = outcome === 'held' ? green : outcome === 'skipped' ? dim : red;
  const at = sources.map(({ document, lines }) => `${document.slice(0, 3)}:${lines}`).join(', ');
  const head = paint(outcome === 'held' || outcome === 'skipped' ? state : `${state}, ${outcome}`);
  return [
    `${bold(id)}  ${severity === 'critical' ? yellow(severity) : severity}  ${at}`,
    `  ${claim}`,
    `  ${head}: ${evidence}`,
  ].join('\n');
};

const totalsOf = (all: readonly FindingReport[]): Record<string, number> =>
  Object.fromEntries([
    ['findings', all.length],
    ...findingStates.map((name) => [name, all.filter(({ state }) => state === name).length] as const),
    ['breached', all.filter(({ outcome }) => outcome === 'breached').length],
    ['errored', all.filter(({ outcome }) => outcome === 'errored').length],
  ]);

const summary = (all: readonly FindingReport[]): string => {
  const { findings, ...others } = totalsOf(all);
  const counts = Object.entries(others).map(([name, count]) => `${count} ${name}`);
  const critical = all.filter(({ severity }) => severity === 'critical');
  const executed = critical.filter(({ state }) => state === 'executed');
  return `${findings ?? 0} findings: ${counts.join(', ')}; of ${critical.length} critical ones ${executed.length} executed`;
};

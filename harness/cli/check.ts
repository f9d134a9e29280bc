import pc from 'picocolors';
import { checkVirtually, sharedNameFinding, type VirtualCheck } from '../compose/index.ts';
import { findPromtool } from './find-promtool.ts';
import { projectRoot } from './project.ts';
import { hasColour, type Surroundings } from './surroundings.ts';

/** Evaluates the documented rules in virtual time and prints a line an alert; gives 1 when a case is breached. */
export const checkRulesVirtually = async (
  { system, json }: { system: readonly string[]; json?: true },
  surroundings: Surroundings,
): Promise<number> => {
  const { clock, stdout } = surroundings;
  const begun = clock.monotonic();
  const promtool = await findPromtool(surroundings);
  const check = await checkVirtually(projectRoot, system, promtool);
  const totals = totalsOf(check);
  const text =
    json === true
      ? JSON.stringify({ ...check, totals }, null, 2)
      : [...linesOf(check, surroundings), '', summary(totals, clock.monotonic() - begun)].join('\n');
  stdout.write(`${text}\n`);
  return totals.breached === 0 ? 0 : 1;
};

type Totals = { cases: number; held: number; breached: number; findings: number; impossible: number };

const totalsOf = ({ alerts }: VirtualCheck): Totals => {
  const results = alerts.flatMap((alert) => alert.results);
  const breached = results.filter(({ outcome }) => outcome === 'breached').length;
  const findings = results.filter(({ outcome, finding }) => outcome === 'held' && finding !== undefined).length;
  const impossible = alerts.flatMap((alert) => alert.impossible).length;
  return { cases: results.length, held: results.length - breached, breached, findings, impossible };
};

const linesOf = ({ alerts, sharedNames }: VirtualCheck, surroundings: Surroundings): string[] => {
  const { bold, green, red, yellow, dim } = pc.createColors(hasColour(surroundings));
  const width = Math.max(...alerts.map(({ id }) => id.length));
  const lines = alerts.flatMap(({ id, results, impossible }) => {
    const wrong = results.filter(({ outcome }) => outcome === 'breached');
    const mark = wrong.length === 0 ? green('✓') : red('✗');
    return [
      `${mark} ${bold(id.padEnd(width))}  ${results.length} cases`,
      ...wrong.map((each) => red(`    ${each.case}: ${(each.message ?? '').replaceAll('\n', '\n      ')}`)),
      ...results.flatMap(({ case: name, outcome, finding }) =>
        outcome === 'held' && finding !== undefined ? [yellow(`    ${name}: shows ${finding}`)] : [],
      ),
      ...impossible.map(({ name, reason }) => dim(`    no ${name}: ${reason}`)),
    ];
  });
  const shared = sharedNames.map(({ alertname, systems }) =>
    yellow(`${alertname} is an alert of ${systems.join(' and ')}: shows ${sharedNameFinding}`),
  );
  return [...lines, ...shared];
};

const summary = ({ cases, held, breached, findings, impossible }: Totals, tookMs: number): string =>
  `${cases} cases in virtual time: ${held} held, ${breached} breached; ${findings} show a finding; ` +
  `${impossible} cannot exist · ${(tookMs / 1000).toFixed(1)} s`;

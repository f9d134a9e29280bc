import { rungNames, type CoveredAlert, type Rung, type RunRecord } from '../../harness/contract/index.ts';
import { outcomeFaces } from '../facts/outcome-faces.ts';
import { count, withoutControls } from '../facts/plain-text.ts';
import { paintsFor, type ConsoleOptions, type Paints } from './console-style.ts';
import { hang } from './wrap.ts';

const columnWidth = 5;

type Coverage = {
  readonly alerts: readonly CoveredAlert[];
  readonly runs: readonly Pick<RunRecord, 'runId' | 'startedAt' | 'speed'>[];
};

/**
 * Writes the coverage ladder for a terminal: alert by rung, why each alert stops where it does, the findings on the way,
 * and the runs that it was taken from. It fits 80 columns as long as no alert's name is longer than 31 characters.
 */
export const formatCoverage = ({ alerts, runs }: Coverage, options: ConsoleOptions): string => {
  const width = Math.max(40, options.width);
  const paints = paintsFor(options);
  const nameWidth = Math.max(10, ...alerts.map(({ alertname }) => alertname.length)) + 1;
  const bySystem = Map.groupBy(alerts, ({ system }) => system);
  const rows = [...bySystem].flatMap(([system, own]) => [
    paints.bold(system),
    ...own.map((alert) => row(alert, nameWidth, paints)),
  ]);
  return [
    ...header(nameWidth).map((line) => paints.dim(line)),
    ...rows,
    ...section('Where one stops', stops(alerts, width, paints)),
    ...section('Findings on the way', findings(alerts, width)),
    '',
    ...sources(runs, width),
    ...hang('', totals(alerts), width).map((line) => paints.bold(line)),
  ].join('\n');
};

/** The names of the rungs on two lines, because they are wider than their columns. */
const header = (nameWidth: number): string[] =>
  [0, 1].map((parity) => {
    const cells = rungNames.map((name, index): string => (index % 2 === parity ? name : ''));
    return cells.reduce((line, name, index) => `${line.padEnd(nameWidth + index * columnWidth)}${name}`, '').trimEnd();
  });

const row = ({ alertname, rungs }: CoveredAlert, nameWidth: number, paints: Paints): string => {
  const cells = rungs.map(({ outcome, listed }, index) => {
    const isLast = index === rungs.length - 1;
    return paints.outcome(outcome, mark(outcome, listed).padEnd(isLast ? 0 : columnWidth));
  });
  return `${withoutControls(alertname).padEnd(nameWidth)}${cells.join('')}`;
};

const mark = (outcome: Rung['outcome'], listed: boolean): string =>
  listed ? `${outcomeFaces[outcome].symbol}*` : outcomeFaces[outcome].symbol;

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

const stops = (alerts: readonly CoveredAlert[], width: number, paints: Paints): string[] =>
  alerts.flatMap(({ id, rungs }) => {
    const byReason = Map.groupBy(
      rungs.filter(({ outcome }) => outcome !== 'held'),
      ({ reason, outcome }) => (outcome === 'skipped' ? reason : `${outcomeFaces[outcome].word}: ${reason}`),
    );
    return [...byReason].flatMap(([reason, own]) => {
      const first = own[0];
      const shown = own.flatMap(({ findings: ids }) => ids);
      const because = shown.length === 0 ? '' : ` [${[...new Set(shown)].join(', ')}]`;
      const text = withoutControls(`${id} ${own.map(({ name }) => name).join(', ')}: ${reason}${because}`);
      const lines = hang(`  ${first === undefined ? '' : mark(first.outcome, first.listed)} `, text, width);
      return first === undefined ? lines : lines.map((line) => paints.outcome(first.outcome, line));
    });
  });

const findings = (alerts: readonly CoveredAlert[], width: number): string[] =>
  alerts.flatMap(({ id, rungs }) => {
    const ids = new Set(rungs.flatMap((rung) => rung.findings));
    return ids.size === 0 ? [] : hang('  ', `${id}: ${[...ids].join(', ')}`, width);
  });

const sources = (runs: Coverage['runs'], width: number): string[] =>
  runs.length === 0
    ? hang('', 'from no run: none of the journals has a drill of these', width)
    : hang('from ', runs.map(({ runId, speed }) => `${runId} (speed ${speed})`).join(', '), width);

const totals = (alerts: readonly CoveredAlert[]): string => {
  const reached = rungNames.map((name) => {
    const here = alerts.filter(({ rungs }) => rungs.some((rung) => rung.name === name && rung.outcome === 'held'));
    return `${here.length} ${name}`;
  });
  return `${count(alerts.length, 'alert')}: ${reached.join(' · ')}`;
};

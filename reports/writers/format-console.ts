import type { RunRecord } from '../../harness/contract/index.ts';
import { outcomeFaces } from '../facts/outcome-faces.ts';
import { withoutControls } from '../facts/plain-text.ts';
import { runOutcome, totalsText, wallText } from '../facts/run-facts.ts';
import { findingBlocks, impossibleBlocks, notHeldBlocks } from './console-details.ts';
import { dashboardLines } from './dashboard-lines.ts';
import { outcomeText, paintsFor, type ConsoleOptions } from './console-style.ts';
import { consoleTable } from './console-table.ts';
import { formatRehearsal } from './format-rehearsal.ts';
import { hang } from './wrap.ts';

/**
 * Writes a run for a terminal: the table of drills, findings, cases that cannot exist, procedures, the reasons of drills
 * that did not hold, and totals: what is last is read first. No line is longer than `width`, and there is no escape
 * sequence without `color`.
 */
export const formatConsole = (run: RunRecord, options: ConsoleOptions): string => {
  const width = Math.max(40, options.width);
  const paints = paintsFor(options);
  const lines = [
    ...consoleTable(run.drills, width, paints),
    ...dashboardLines(run, width, paints),
    ...findingBlocks(run, width, paints),
    ...impossibleBlocks(run, width, paints),
    ...rehearsals(run, options),
    ...notHeldBlocks(run, width, paints),
    '',
    ...footer(run, width),
  ];
  const outcome = runOutcome(run);
  const last = hang('', `${outcomeText(outcome)}  ${totalsText(run)}`, width);
  return [...lines, ...last.map((line) => paints.bold(paints.outcome(outcome, line)))].join('\n');
};

const rehearsals = (run: RunRecord, options: ConsoleOptions): string[] => {
  const text = formatRehearsal(run, options);
  return text === '' ? [] : ['', text];
};

const footer = (run: RunRecord, width: number): string[] => [
  ...hang('', wallText(run), width),
  ...(run.interrupted === undefined ? [] : hang('interrupted: ', withoutControls(run.interrupted), width)),
  ...(run.drills.length === 0 ? hang('', outcomeFaces.errored.meaning, width) : []),
];

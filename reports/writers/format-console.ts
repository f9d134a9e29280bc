import type { RunRecord } from '../../harness/contract/index.ts';
import { outcomeFaces } from '../facts/outcome-faces.ts';
import { withoutControls } from '../facts/plain-text.ts';
import { runOutcome, totalsText, wallText } from '../facts/run-facts.ts';
import { findingBlocks, impossibleBlocks, notHeldBlocks } from './console-details.ts';
import { outcomeText, paintsFor, type ConsoleOptions } from './console-style.ts';
import { consoleTable } from './console-table.ts';
import { hang } from './wrap.ts';

/**
 * Writes a run for a terminal: the table of drills, the reasons of those that did not hold, findings, cases that cannot
 * exist, and totals. No line is longer than `width`, and there is no escape sequence without `color`.
 */
export const formatConsole = (run: RunRecord, options: ConsoleOptions): string => {
  const width = Math.max(40, options.width);
  const paints = paintsFor(options);
  const lines = [
    ...consoleTable(run.drills, width, paints),
    ...notHeldBlocks(run, width, paints),
    ...findingBlocks(run, width, paints),
    ...impossibleBlocks(run, width, paints),
    '',
    ...footer(run, width),
  ];
  const outcome = runOutcome(run);
  const last = hang('', `${outcomeText(outcome)}  ${totalsText(run)}`, width);
  return [...lines, ...last.map((line) => paints.bold(paints.outcome(outcome, line)))].join('\n');
};

const footer = (run: RunRecord, width: number): string[] => [
  ...hang('', wallText(run), width),
  ...(run.interrupted === undefined ? [] : hang('interrupted: ', withoutControls(run.interrupted), width)),
  ...(run.drills.length === 0 ? hang('', outcomeFaces.errored.meaning, width) : []),
];

import type { JudgedDrill } from '../../harness/contract/index.ts';
import { durationOf } from '../facts/drill-facts.ts';
import { outcomeFaces } from '../facts/outcome-faces.ts';
import { clip, duration, withoutControls } from '../facts/plain-text.ts';
import { whatHappened } from '../facts/what-happened.ts';
import { paintsFor, type ConsoleOptions } from './console-style.ts';

const wordWidth = 13;
const idWidth = 42;
const durationWidth = 9;

/** Writes the one line that is shown when a drill ends: outcome, id, duration, and in brief what was seen. */
export const formatDrillLine = (drill: JudgedDrill, options: ConsoleOptions): string => {
  const { dim, outcome } = paintsFor(options);
  const { word } = outcomeFaces[drill.verdict.outcome];
  const took = duration(durationOf(drill)).padStart(durationWidth);
  const id = withoutControls(drill.id).padEnd(
    Math.min(idWidth, Math.max(0, options.width - wordWidth - durationWidth)),
  );
  const room = options.width - wordWidth - id.length - took.length - 2;
  const what = withoutControls(whatHappened(drill, 'brief')).replaceAll(/\s+/g, ' ');
  const told = room < 12 ? '' : `  ${clip(what, room)}`;
  return `${outcome(drill.verdict.outcome, word.padEnd(wordWidth))}${id}${dim(took)}${told}`;
};

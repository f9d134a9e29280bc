import type { JudgedDrill } from '../../harness/contract/index.ts';
import { durationOf } from '../facts/drill-facts.ts';
import { duration, speedText, withoutControls } from '../facts/plain-text.ts';
import { whatHappened } from '../facts/what-happened.ts';
import { outcomeText, type Paints } from './console-style.ts';
import { wrap } from './wrap.ts';

const outcomeWidth = 16;
const durationWidth = 9;
const speedWidth = 7;
const leastWhat = 17;

/** Gives the lines of the table of drills; what a drill saw stands beside it, or below where it does not fit. */
export const consoleTable = (drills: readonly JudgedDrill[], width: number, paints: Paints): string[] => {
  const idWidth = Math.max(5, ...drills.map(({ id }) => id.length));
  const left = outcomeWidth + idWidth + durationWidth + speedWidth + 2;
  if (width - left < leastWhat) return drills.flatMap((drill) => narrowRows(drill, width, paints));
  const head = `${'OUTCOME'.padEnd(outcomeWidth)}${'DRILL'.padEnd(idWidth)}${'TIME'.padStart(durationWidth)}${'SPEED'.padStart(speedWidth)}  SEEN (EXPECTED)`;
  return [paints.dim(head), ...drills.flatMap((drill) => wideRows(drill, { width, idWidth, left }, paints))];
};

type Layout = { readonly width: number; readonly idWidth: number; readonly left: number };

const wideRows = (drill: JudgedDrill, { width, idWidth, left }: Layout, paints: Paints): string[] => {
  const numbers = `${duration(durationOf(drill)).padStart(durationWidth)}${speedOf(drill).padStart(speedWidth)}`;
  const line = `${outcomeOf(drill, paints)}${withoutControls(drill.id).padEnd(idWidth)}${paints.dim(numbers)}`;
  const what = withoutControls(whatHappened(drill));
  const [first = '', ...others] = wrap(what, width - left);
  if (others.length === 0) return [`${line}  ${first}`];
  return [line, ...wrap(what, width - outcomeWidth).map((text) => `${' '.repeat(outcomeWidth)}${text}`)];
};

const narrowRows = (drill: JudgedDrill, width: number, paints: Paints): string[] => {
  const [id = '', ...rest] = wrap(withoutControls(drill.id), width - outcomeWidth);
  const numbers = [duration(durationOf(drill)), speedOf(drill)].filter((text) => text !== '').join(' ');
  const indent = ' '.repeat(outcomeWidth);
  const below = wrap(`${numbers}, ${withoutControls(whatHappened(drill))}`, width - outcomeWidth);
  return [`${outcomeOf(drill, paints)}${id}`, ...[...rest, ...below].map((text) => `${indent}${text}`)];
};

const outcomeOf = ({ verdict }: JudgedDrill, paints: Paints): string =>
  paints.outcome(verdict.outcome, outcomeText(verdict.outcome).padEnd(outcomeWidth));

const speedOf = ({ plan }: JudgedDrill): string => (plan === undefined ? '' : speedText(plan.speed.effective));

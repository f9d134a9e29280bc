import type { JudgedDrill, Outcome } from '../../harness/contract/index.ts';
import { reasonsOf } from '../facts/drill-facts.ts';
import { outcomeFaces } from '../facts/outcome-faces.ts';
import { sourceText } from '../facts/plain-text.ts';
import { md, mdCode } from './markdown.ts';

/** Writes an outcome with its symbol. */
export const outcomeMark = (outcome: Outcome): string =>
  `${outcomeFaces[outcome].symbol} ${outcomeFaces[outcome].word}`;

/** Writes a drill that did not hold as a fold with its reasons, the other checks that failed, and its source. */
export const summaryDetails = (drill: JudgedDrill): string => {
  const { verdict, plan, title } = drill;
  const failed = verdict.checks.filter(({ outcome }) => outcome !== 'held').map(({ message }) => message);
  const source = plan?.source === undefined ? [] : [`documented in ${sourceText(plan.source)}`];
  const items = [...new Set([...reasonsOf(drill), ...failed, ...source])];
  const summary = `<summary>${outcomeMark(verdict.outcome)} ${mdCode(drill.id)} ${md(title)}</summary>`;
  return `<details open>${summary}\n\n${items.map((item) => `- ${md(item)}`).join('\n')}\n\n</details>\n`;
};

import type { Check, JudgedDrill, StepFact } from '../../harness/contract/index.ts';
import { seconds } from '../facts/plain-text.ts';
import { markup, type Fragment, type Html } from './markup.ts';
import { badge, table } from './parts.ts';

const head = { className: 'steps', caption: 'Steps', columns: ['Step', 'Expected', 'Got', 'Outcome'] };

/** Writes the steps of a scripted drill, each with what it recorded, and what was checked beside them. */
export const stepsTable = ({ plan, steps = [], verdict }: JudgedDrill): Html => {
  if (plan?.steps?.length === 0) return table(checksHead, verdict.checks.map(checkCells));
  const left = [...steps];
  const rows = verdict.checks.map((check) => {
    const index = left.findIndex(({ name }) => name === check.name);
    return cells(check, index === -1 ? undefined : left.splice(index, 1)[0]);
  });
  return table(head, rows);
};

const checksHead = { className: 'steps plain', caption: 'Checks', columns: ['Check', 'Expected and seen', 'Outcome'] };

const checkCells = ({ name, message, outcome }: Check): Fragment[] => {
  const [about = name] = name.split(': ');
  return [name, message.startsWith(`${about}: `) ? message.slice(about.length + 2) : message, badge(outcome)];
};

const cells = ({ name, message, outcome }: Check, fact: StepFact | undefined): Fragment[] =>
  fact === undefined
    ? [name, '', message, badge(outcome)]
    : [name, fact.expected, markup`${fact.got}${fact.within && whenOf(fact.within)}`, badge(outcome)];

const whenOf = ({ gotMs, earliestMs, latestMs, dominant }: NonNullable<StepFact['within']>): Html => {
  const when = gotMs === undefined ? 'never' : `after ${seconds(gotMs, 2)} s`;
  return markup`<br><span class="muted">${when}, expected ${seconds(earliestMs, 2)}–${seconds(latestMs, 2)} (${dominant})</span>`;
};

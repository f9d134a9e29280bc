import type { RunRecord } from '../../harness/contract/index.ts';
import { rehearsalFacts, rehearsalTotals, secondsText, type RehearsalFacts } from '../facts/rehearsal-facts.ts';
import { markup, type Fragment, type Html } from './markup.ts';
import { anchorOf, code, table } from './parts.ts';

const head = {
  className: 'rehearsals',
  caption: 'Procedures',
  columns: ['Procedure', 'State', 'Without it', 'As documented', 'Corrected', 'Repairs in', 'Findings'],
};

/** Writes the procedures that the run rehearsed, with their states and times; nothing where it rehearsed none. */
export const rehearsalsSection = ({ drills }: RunRecord): Html | undefined => {
  const rows = drills.flatMap((drill) => {
    const facts = rehearsalFacts(drill);
    return facts === undefined ? [] : [{ id: drill.id, facts }];
  });
  if (rows.length === 0) return undefined;
  return markup`<section id="procedures"><h2>Procedures</h2>
<p class="lead">${rehearsalTotals(rows.map(({ facts }) => facts))}</p>
${table(
  head,
  rows.map(({ id, facts }) => cells(id, facts)),
)}</section>`;
};

const cells = (id: string, { plan, state, because, arms, repairedMs }: RehearsalFacts): Fragment[] => {
  const took = (name: string): string => secondsText(arms.find(({ arm }) => arm === name)?.tookMs);
  return [
    markup`<a href="#${anchorOf(id)}">${code(plan.procedure)}</a><br>${plan.title}`,
    markup`${state}${because !== undefined && markup`<br><span class="muted">${because.slice(0, 300)}</span>`}`,
    took('control'),
    took('documented'),
    took('corrected'),
    secondsText(repairedMs),
    markup`${plan.findings.map((id, index) => [index === 0 ? '' : ', ', code(id)] as Fragment[])}`,
  ];
};

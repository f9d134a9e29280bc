import type { JudgedDrill } from '../../harness/contract/index.ts';
import { reasonsOf } from '../facts/drill-facts.ts';
import { checksTables } from './checks-table.ts';
import { deliveries } from './deliveries/deliveries.ts';
import { drillFacts, rewrites } from './drill-facts-list.ts';
import { markup, type Fragment, type Html } from './markup.ts';
import { notificationsTable, observersTable } from './observers-table.ts';
import { code } from './parts.ts';
import { stepsTable } from './steps-table.ts';
import { timeline } from './timeline/timeline.ts';

/** Writes all that is known of one drill. */
export const drillBody = (drill: JudgedDrill): Html => markup`<div class="body">
<p class="title">${drill.title}</p>
${reasons(drill)}
${finding(drill)}
${drillFacts(drill)}
${deliveries(drill)}
${
  drill.plan?.steps === undefined
    ? markup`${timeline(drill)}
${checksTables(drill)}`
    : stepsTable(drill)
}
${observersTable(drill)}
${notificationsTable(drill)}
${logs(drill)}
${drill.plan && drill.plan.load === undefined && rewrites(drill.plan)}
</div>`;

const reasons = (drill: JudgedDrill): Html => {
  const all = reasonsOf(drill);
  return markup`${all.length > 0 && markup`<ul class="reasons">${all.map((reason) => markup`<li>${reason}</li>`)}</ul>`}`;
};

/** The end of what each of its programs wrote; a click away, since a verdict seldom needs it. */
const logs = ({ logs: all = [] }: JudgedDrill): Html =>
  markup`${all.map(
    ({ program, tail }) =>
      markup`<details class="log"><summary>End of the log of ${program}</summary><pre tabindex="0">${tail}</pre></details>`,
  )}`;

const finding = ({ verdict }: JudgedDrill): Fragment => {
  if (verdict.finding === undefined) return undefined;
  const { id, proven } = verdict.finding;
  return markup`<p><strong>Finding ${proven ? 'proven' : 'not proven'}:</strong> <a href="#findings">${code(id)}</a></p>`;
};

import type { JudgedDrill, Outcome, RunRecord } from '../../harness/contract/index.ts';
import { durationOf } from '../facts/drill-facts.ts';
import { outcomeFaces, outcomesByUrgency } from '../facts/outcome-faces.ts';
import { duration, speedText } from '../facts/plain-text.ts';
import { byUrgency } from '../facts/run-facts.ts';
import { whatHappened } from '../facts/what-happened.ts';
import { drillBody } from './drill-body.ts';
import { markup, type Html } from './markup.ts';
import { anchorOf, badge, code } from './parts.ts';

/** Writes the list of drills, those first that need a reader, with its filter. */
export const drillsSection = (run: RunRecord): Html =>
  markup`<section id="drills">
    <h2>Drills</h2>
    ${filter(run)}
    ${byUrgency(run.drills).map((drill, index) => drillDetails(drill, index === 0 || isOpen[drill.verdict.outcome]))}
  </section>`;

const isOpen = {
  breached: true,
  errored: true,
  inconclusive: true,
  skipped: false,
  held: false,
} satisfies Record<Outcome, boolean>;

const filter = ({ totals, drills }: RunRecord): Html => {
  const having = outcomesByUrgency.filter((outcome) => totals[outcome] > 0);
  const buttons = having.map(
    (outcome) =>
      markup`<button type="button" class="${outcome}" data-outcome="${outcome}" aria-pressed="false">
        <span class="symbol" aria-hidden="true">${outcomeFaces[outcome].symbol}</span>${outcomeFaces[outcome].word}
        <span class="amount">${totals[outcome]}</span>
      </button>`,
  );
  return markup`<form class="filter" hidden role="search" aria-label="Filter the drills">
<label class="text"><span>Find</span><input type="search" placeholder="drill, alert, reason" autocomplete="off" spellcheck="false"></label>
<div class="buttons" role="group" aria-label="Outcomes">${buttons}</div>
<div class="buttons"><button type="button" data-all="open">Open all</button><button type="button" data-all="close">Close all</button></div>
<p class="shown" role="status"><span>${drills.length}</span> of ${drills.length} shown</p>
</form>`;
};

const drillDetails = (drill: JudgedDrill, open: boolean): Html => {
  const { outcome } = drill.verdict;
  const speed = drill.plan === undefined ? undefined : speedText(drill.plan.speed.effective);
  return markup`
<details class="drill ${outcome}" id="${anchorOf(drill.id)}" data-outcome="${outcome}"${open && markup` open`}>
<summary>${badge(outcome)}<h3>${code(drill.id)}</h3>
<span class="what">${whatHappened(drill)}</span>
<span class="took">${duration(durationOf(drill))}</span>
<span class="speed">${speed}</span></summary>
${drillBody(drill)}
</details>`;
};

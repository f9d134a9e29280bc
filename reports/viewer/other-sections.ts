import type { RunRecord } from '../../harness/contract/index.ts';
import { sourceText } from '../facts/plain-text.ts';
import { findings, impossibleByReason } from '../facts/run-facts.ts';
import { markup, type Html } from './markup.ts';
import { anchorOf, code, facts } from './parts.ts';

/** Writes the documented mistakes that the run was to prove. */
export const findingsSection = (run: RunRecord): Html => {
  const all = findings(run);
  return markup`<section id="findings"><h2>Findings</h2>
<p class="lead">Places where a document cannot be true as written. A finding is neither a breach nor an error.</p>
${all.length === 0 && markup`<p class="none">No drill of this run was to prove one.</p>`}
${all.map(findingArticle)}</section>`;
};

const findingArticle = ({ id, documented, shown, proven, source, drill }: ReturnType<typeof findings>[number]): Html =>
  markup`<article class="panel"><h3>${code(id)} <span class="tag">${proven ? 'proven' : 'not proven'}</span></h3>
${facts(
  [
    ['Documented', markup`${documented}${source && markup`<br><span class="muted">${sourceText(source)}</span>`}`],
    ['Shown', shown],
    ['Drill', markup`<a href="#${anchorOf(drill)}">${code(drill)}</a>`],
  ],
  'facts three',
)}</article>`;

/** Writes the cases that cannot exist, by their reason. */
export const impossibleSection = (run: RunRecord): Html =>
  markup`<section id="impossible"><h2>Cases that cannot exist</h2>
<p class="lead">Every alert is drilled in up to four cases. Where one of them cannot be made, this is why.</p>
${run.impossible.length === 0 && markup`<p class="none">None was named.</p>`}
${impossibleByReason(run).map(
  ({ reason, cases }) =>
    markup`<article class="panel"><h3>${reason}</h3><ul>${cases.map(({ id }) => markup`<li>${code(id)}</li>`)}</ul></article>\n`,
)}</section>`;

import type { RunRecord } from '../../harness/contract/index.ts';
import { outcomeFaces, outcomesByUrgency } from '../facts/outcome-faces.ts';
import { duration, speedText } from '../facts/plain-text.ts';
import { panelsOf } from '../facts/panel-facts.ts';
import { findings, runOutcome, totalsText, wallRatio } from '../facts/run-facts.ts';
import { markup, type Html } from './markup.ts';
import { code, facts } from './parts.ts';

/** Writes the head of the page: the run's outcome, its totals, how long it took, and what it was. */
export const pageHeader = (run: RunRecord): Html => {
  const outcome = runOutcome(run);
  const { symbol, word } = outcomeFaces[outcome];
  return markup`<header class="page">
    <p class="brand">Firedrill <span>${run.version}</span></p>
    <h1 class="${outcome}"><span class="symbol" aria-hidden="true">${symbol}</span> ${word}</h1>
    <p class="totals">${totalsText(run)}</p>
    ${run.interrupted !== undefined && markup`<p class="note"><strong>Interrupted:</strong> ${run.interrupted}</p>`}
    ${run.drills.length === 0 && markup`<p class="note">No drill ran, and nothing passes by doing nothing.</p>`}
    ${proportions(run)} ${figures(run)} ${about(run)} ${contents(run)}
  </header>`;
};

const proportions = ({ totals, drills }: RunRecord): Html => {
  let x = 0;
  const bars = outcomesByUrgency.map((outcome) => {
    const width = drills.length === 0 ? 0 : (totals[outcome] / drills.length) * 100;
    x += width;
    const place = markup`x="${(x - width).toFixed(2)}%" width="${width.toFixed(2)}%"`;
    return markup`<rect class="fill-${outcome}" ${place} height="8"/>`;
  });
  return markup`<svg class="proportions" aria-hidden="true" width="100%" height="8">${bars}</svg>`;
};

const figures = (run: RunRecord): Html =>
  facts(
    [
      ['Wall', duration(run.wallMs)],
      ['Lower bound', duration(run.lowerBoundMs)],
      ['Ratio', wallRatio(run)?.toFixed(2) ?? '–'],
      ['Exit code', run.exitCode],
    ],
    'figures',
  );

const about = (run: RunRecord): Html =>
  facts(
    [
      ['Run', code(run.runId)],
      ['Started', markup`<time>${new Date(run.startedAt).toISOString().replace('T', ' ').slice(0, 19)} UTC</time>`],
      ['Environment', `${run.environment}, ${run.host.cores} cores, ${(run.host.memoryMb / 1024).toFixed(0)} GiB`],
      ['Speed', `at most ${speedText(run.speed)}, seed ${run.seed}`],
      ['Defect', run.defect === undefined ? undefined : code(run.defect)],
      ['Tools', toolsText(run)],
    ],
    'about',
  );

const toolsText = ({ tools }: RunRecord): string =>
  Object.entries(tools)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');

const rehearsed = ({ drills }: RunRecord): number => drills.filter(({ plan }) => plan?.rehearsal !== undefined).length;

const contents = (run: RunRecord): Html =>
  markup`<nav aria-label="Sections">
    <a href="#drills">Drills <span>${run.drills.length}</span></a>
    ${run.dashboards && markup`<a href="#dashboards">Panels <span>${panelsOf(run).length}</span></a>`}
    ${rehearsed(run) > 0 && markup`<a href="#procedures">Procedures <span>${rehearsed(run)}</span></a>`}
    <a href="#findings">Findings <span>${findings(run).length}</span></a>
    <a href="#impossible">Cases that cannot exist <span>${run.impossible.length}</span></a>
    <a href="#reading">How to read this</a>
  </nav>`;

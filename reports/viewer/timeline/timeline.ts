import type { JudgedDrill } from '../../../harness/contract/index.ts';
import { alertsOf, zeroOf } from '../../facts/drill-facts.ts';
import { whatHappened } from '../../facts/what-happened.ts';
import { markup, type Fragment, type Html } from '../markup.ts';
import { alertRows } from './alert-rows.ts';
import { drillRows } from './drill-rows.ts';
import { legend } from './legend.ts';
import { rowHeight, type Row } from './row.ts';
import { scaleOf, ticksOf, type Scale } from './scale.ts';

const axisHeight = 22;

/** Draws a drill over time: phases, fault, and for each alert its states, notifications and bounds. */
export const timeline = (drill: JudgedDrill): Fragment => {
  if (drill.phases.length === 0 && drill.sightings.length === 0) return undefined;
  const scale = scaleOf(drill);
  const rows = [...drillRows(drill, scale), ...alertsOf(drill).flatMap((alert) => alertRows(drill, alert, scale))];
  return markup`<figure class="timeline">
    <div class="plot-area">
      <div class="labels">
        ${rows.map(({ kind, label }) => markup`<div class="${kind}">${label}</div>`)}
        <div class="axis">seconds</div>
      </div>
      ${plot(drill, rows, scale)}
      <div class="values">${rows.map(({ kind, value }) => markup`<div class="${kind}">${value}</div>`)}</div>
    </div>
    ${legend(zeroOf(drill).since)}</figure>`;
};

const plot = (drill: JudgedDrill, rows: readonly Row[], scale: Scale): Html => {
  const height = rows.length * rowHeight;
  const label = `Timeline: ${whatHappened(drill)}`;
  const drawn = rows.map(
    (row, index) => markup`<g class="${row.kind}" transform="translate(0 ${index * rowHeight})">${row.plot}</g>\n`,
  );
  return markup`<svg class="plot" role="img" aria-label="${label}" width="100%" height="${height + axisHeight}">
${faultShade(drill, scale, height)}
${ticksOf(scale).map((at) => axisTick(at, scale, height))}
${drawn}</svg>`;
};

const faultShade = ({ fault }: JudgedDrill, scale: Scale, height: number): Fragment => {
  if (fault?.requested === undefined) return undefined;
  const place = markup`x="${scale.x(fault.requested)}" width="${scale.width(fault.requested, fault.removed ?? scale.to)}"`;
  return markup`<rect class="shade" ${place} y="${rowHeight}" height="${height - rowHeight}"/>`;
};

const axisTick = (at: number, scale: Scale, height: number): Html => {
  const x = scale.x(at);
  const label = String(Number(((at - scale.zero) / 1000).toFixed(2))).replace('-', '−');
  return markup`<line class="grid${at === scale.zero && ' zero'}" x1="${x}" x2="${x}" y1="0" y2="${height + 4}"/>
<text class="number" x="${x}" y="${height + 17}">${label}</text>`;
};

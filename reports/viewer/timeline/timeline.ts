import type { JudgedDrill } from '../../../harness/contract/index.ts';
import { alertsOf, zeroOf } from '../../facts/drill-facts.ts';
import { whatHappened } from '../../facts/what-happened.ts';
import { markup, type Fragment, type Html } from '../markup.ts';
import { alertRows } from './alert-rows.ts';
import { drillRows } from './drill-rows.ts';
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
  return markup`<svg
    class="plot"
    role="img"
    aria-label="${`Timeline: ${whatHappened(drill)}`}"
    width="100%"
    height="${height + axisHeight}"
  >
    ${faultShade(drill, scale, height)} ${ticksOf(scale).map((at) => axisTick(at, scale, height))}
    ${rows.map(({ kind, plot: drawn }, index) => markup`<g class="${kind}" transform="translate(0 ${index * rowHeight})">${drawn}</g> `)}
  </svg>`;
};

const faultShade = ({ fault }: JudgedDrill, scale: Scale, height: number): Fragment => {
  if (fault?.requested === undefined) return undefined;
  const to = fault.removed ?? scale.to;
  return markup`<rect
    class="shade"
    x="${scale.x(fault.requested)}"
    width="${scale.width(fault.requested, to)}"
    y="${rowHeight}"
    height="${height - rowHeight}"
  />`;
};

const axisTick = (at: number, scale: Scale, height: number): Html => {
  const x = scale.x(at);
  const isZero = at === scale.zero;
  const label = String(Number(((at - scale.zero) / 1000).toFixed(2))).replace('-', '−');
  return markup`<line class="grid${isZero && ' zero'}" x1="${x}" x2="${x}" y1="0" y2="${height + 4}" /><text
      class="number"
      x="${x}"
      y="${height + 17}"
      >${label}</text
    >`;
};

const key = (drawn: Html, text: string): Html =>
  markup`<li><svg width="22" height="14" aria-hidden="true">${drawn}</svg>${text}</li>`;

const keys = [
  key(markup`<rect class="pending" width="22" height="14"/>`, 'pending'),
  key(markup`<rect class="firing" width="22" height="14"/>`, 'firing'),
  key(markup`<path class="mark firing" d="M5.5 12 H16.5 L11 2 Z"/>`, 'notified'),
  key(markup`<path class="mark resolved" d="M5.5 2 H16.5 L11 12 Z"/>`, 'resolved'),
  key(
    markup`<rect class="bound" x="1" width="20" y="1" height="12"/><path class="bracket" d="M5 1 H1 V13 H5 M17 1 H21 V13 H17"/>`,
    'may be seen',
  ),
  key(markup`<path class="tick effective" d="M11 0 V14"/>`, 'was seen'),
  key(markup`<rect class="fault" width="22" height="14"/>`, 'fault'),
];

const legend = (since: string): Html =>
  markup`<figcaption><ul class="legend"><li>0 is ${since}</li>${keys}</ul></figcaption>`;

import type { AccountRecord, FaultRecord } from '../../../harness/contract/index.ts';
import { shareText } from '../../facts/account-facts.ts';
import { onTimeSpans, type OnTimeSpan } from '../../facts/on-time-spans.ts';
import { signed } from '../../facts/plain-text.ts';
import { markup, type Fragment, type Html } from '../markup.ts';
import { scaleBetween, ticksOf, type Scale } from '../timeline/scale.ts';

const height = 84;
const rowHeight = 22;
const axisHeight = 22;

/** Draws the share that was on time of what was due in each second of a load, with the faults above and behind it. */
export const shareStrip = ({ ledger, objective }: AccountRecord, faults: readonly FaultRecord[]): Fragment => {
  const spans = onTimeSpans(ledger.blocks);
  const last = spans.at(-1);
  if (last === undefined) return undefined;
  const { startMs } = ledger.blocks;
  const scale = scaleBetween(startMs, startMs, last.to);
  const begun = faults.flatMap((fault, index) =>
    fault.requested === undefined || fault.requested > last.to || (fault.removed ?? Infinity) < startMs
      ? []
      : [{ from: fault.requested, to: fault.removed ?? last.to, title: fault.title, number: index + 1 }],
  );
  const top = begun.length * rowHeight + 4;
  const bottom = top + height;
  return markup`<figure class="chart"><figcaption>On time, by the second in which it was due</figcaption>
<svg class="plot" role="img" aria-label="${spoken(spans, startMs)}" width="100%" height="${bottom + axisHeight}">
${begun.map(({ from, to }) => markup`<rect class="shade" x="${scale.x(from)}" width="${scale.width(from, to)}" y="0" height="${bottom}"/>`)}
${ticksOf(scale).map((at) => axisTick(at, scale, top, bottom))}
${spans.map((span) => column(span, scale, bottom))}
${objective && objectiveLine(objective.share, bottom)}
${begun.map((fault, index) => faultBar(fault, scale, index * rowHeight))}</svg>
${legend(objective?.share, begun.length > 0, hasGaps(spans))}</figure>`;
};

const spoken = (spans: readonly OnTimeSpan[], zero: number): string => {
  const worst = spans.toSorted((a, b) => a.onTime / a.judged - b.onTime / b.judged)[0];
  if (worst === undefined || worst.onTime === worst.judged) return 'On time over the load: all in every second';
  const affected = spans.filter(({ judged, onTime }) => onTime < judged).length;
  const least = `least ${shareText(worst.onTime / worst.judged)} at ${signed(worst.from - zero)} s`;
  return `On time over the load: ${least}, and less than all in ${affected} of ${spans.length} spans`;
};

const column = ({ from, to, judged, onTime }: OnTimeSpan, scale: Scale, bottom: number): Html => {
  const tall = (onTime / judged) * height;
  const place = markup`x="${scale.x(from)}" width="${scale.width(from, to)}"`;
  const title = `${signed(from - scale.zero)} s: ${onTime} of ${judged} on time, ${shareText(onTime / judged)}`;
  return markup`<g><title>${title}</title>${
    onTime < judged &&
    markup`<rect class="late" ${place} y="${bottom - height}" height="${(height - tall).toFixed(1)}"/>`
  }<rect class="timely" ${place} y="${(bottom - tall).toFixed(1)}" height="${tall.toFixed(1)}"/></g>\n`;
};

const objectiveLine = (share: number, bottom: number): Html => {
  const y = (bottom - share * height).toFixed(1);
  const place = markup`x1="0" x2="100%" y1="${y}" y2="${y}"`;
  return markup`<line class="limit-under" ${place}/><line class="limit" ${place}/>`;
};

type Begun = { readonly from: number; readonly to: number; readonly title: string; readonly number: number };

const faultBar = ({ from, to, title, number }: Begun, scale: Scale, y: number): Html => {
  const place = markup`x="${scale.x(from)}" width="${scale.width(from, to)}" y="${y + 3}" height="16"`;
  const isFarRight = scale.share(scale.from, from) > 0.5;
  const at = isFarRight
    ? markup`class="fault-name end" x="${scale.x(from)}" dx="-6"`
    : markup`class="fault-name" x="${scale.x(Math.min(to, scale.to))}" dx="6"`;
  return markup`<rect class="fault" ${place}><title>${title}</title></rect><text ${at} y="${y + 15}">fault ${number}</text>`;
};

const axisTick = (at: number, scale: Scale, top: number, bottom: number): Html => {
  const x = scale.x(at);
  const label = String(Number(((at - scale.zero) / 1000).toFixed(2)));
  return markup`<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${bottom + 4}"/><text class="number" x="${x}" y="${bottom + 17}">${label}</text>`;
};

const hasGaps = (spans: readonly OnTimeSpan[]): boolean =>
  spans.some(({ from }, index) => index > 0 && from > (spans[index - 1]?.to ?? from));

const legend = (objective: number | undefined, hasFaults: boolean, isBroken: boolean): Html =>
  markup`<ul class="legend"><li>seconds since the load began</li>
<li>${key(markup`<rect class="timely" width="22" height="14"/>`)}on time</li>
<li>${key(markup`<rect class="late" width="22" height="14"/>`)}late or lost</li>${
    objective !== undefined &&
    markup`<li>${key(markup`<line class="limit" x1="0" x2="22" y1="7" y2="7"/>`)}${shareText(objective)} wanted</li>`
  }${hasFaults && markup`<li>${key(markup`<rect class="fault" width="22" height="14"/>`)}fault, from requested to removed</li>`}${isBroken && markup`<li>empty: nothing that was due was acknowledged</li>`}</ul>`;

const key = (drawn: Html): Html => markup`<svg width="22" height="14" aria-hidden="true">${drawn}</svg>`;

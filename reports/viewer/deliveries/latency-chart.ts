import type { AccountRecord } from '../../../harness/contract/index.ts';
import { latencyText, limitText, quantileText } from '../../facts/account-facts.ts';
import { latencyBars, type LatencyBar } from '../../facts/latency-bars.ts';
import { count } from '../../facts/plain-text.ts';
import { markup, type Fragment, type Html } from '../markup.ts';

const height = 116;
const top = 20;
const axisHeight = 22;

type Place = (ms: number) => number;

/** Draws how the latencies are distributed, on a logarithmic axis with the limit as a line; what is late is hatched. */
export const latencyChart = (account: AccountRecord): Fragment => {
  const { latency, counts, lateMs } = account.ledger;
  const bars = latencyBars(latency);
  if (bars.length === 0) return undefined;
  const from = Math.min(bars[0]?.fromMs ?? lateMs, lateMs / 2);
  const to = Math.max(bars.at(-1)?.toMs ?? lateMs, lateMs * 1.5);
  const place: Place = (ms) => Math.log(ms / from) / Math.log(to / from);
  const most = Math.max(...bars.map((bar) => bar.count));
  const quantiles = [0.5, 0.95, 0.99].flatMap((share) => quantileText(account, share) ?? []).join(', ');
  const label = `Latencies of ${count(counts.delivered, 'delivery').replace('deliverys', 'deliveries')}: ${quantiles}`;
  return markup`<figure class="chart"><figcaption>Latency, from the intended time to the arrival</figcaption>
<svg class="plot" role="img" aria-label="${label}" width="100%" height="${top + height + axisHeight}">
<line class="grid" x1="0" x2="100%" y1="${top + height}" y2="${top + height}"/>
${ticks(from, to).map((ms) => axisTick(ms, place))}
${bars.map((bar) => column(bar, place, most))}
${limitLine(lateMs, place)}</svg>
${legend(counts, most)}</figure>`;
};

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

const column = ({ fromMs, toMs, count: amount, isLate }: LatencyBar, place: Place, most: number): Html => {
  const tall = Math.max(1.5, (amount / most) * height);
  const title = `${amount} from ${latencyText(fromMs)} to ${latencyText(toMs)}`;
  return markup`<rect class="${isLate ? 'late' : 'timely'}" x="${percent(place(fromMs))}" width="${percent(place(toMs) - place(fromMs))}" y="${(top + height - tall).toFixed(1)}" height="${tall.toFixed(1)}"><title>${title}</title></rect>\n`;
};

const limitLine = (ms: number, place: Place): Html => {
  const x = percent(place(ms));
  const side = place(ms) > 0.7 ? markup` class="limit-name end" dx="-6"` : markup` class="limit-name" dx="6"`;
  return markup`<line class="limit" x1="${x}" x2="${x}" y1="4" y2="${top + height}"/><text${side} x="${x}" y="14">late after ${limitText(ms)}</text>`;
};

const axisTick = (ms: number, place: Place): Html => {
  const x = percent(place(ms));
  const name = ms < 1_000 ? `${ms} ms` : limitText(ms);
  return markup`<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${top + height + 4}"/><text class="number" x="${x}" y="${top + height + 17}">${name}</text>\n`;
};

/** Round latencies that have room for their names, also on a phone. */
const ticks = (from: number, to: number): number[] => {
  const span = Math.log10(to / from);
  const factors = factorsFor.find(({ leastStep }) => leastStep / span >= tickRoom)?.factors ?? [1];
  const powers = Array.from({ length: Math.ceil(span) + 2 }, (_, index) => Math.floor(Math.log10(from)) + index);
  const step = Math.max(1, Math.ceil(tickRoom * span));
  return powers
    .filter((power) => power % step === 0)
    .flatMap((power) => factors.map((factor) => Number((factor * 10 ** power).toPrecision(1))))
    .filter((ms) => Math.log10(ms / from) / span > 0.04 && Math.log10(ms / from) / span < 0.96);
};

/** The share of the width that a name needs. */
const tickRoom = 0.15;
/** What to number in each decade, with the least distance of two numbers in decades. */
const factorsFor = [
  { factors: [1, 2, 5], leastStep: Math.log10(2) },
  { factors: [1, 3], leastStep: Math.log10(3) },
];

const legend = ({ onTime, late, lost }: AccountRecord['ledger']['counts'], most: number): Html =>
  markup`<ul class="legend"><li>${key('timely')}${onTime} on time</li>${
    late > 0 && markup`<li>${key('late')}${late} late</li>`
  }${lost > 0 && markup`<li>✗ ${lost} never arrived, and are not drawn</li>`}<li>the highest bar is ${most}</li></ul>`;

const key = (className: string): Html =>
  markup`<svg width="22" height="14" aria-hidden="true"><rect class="${className}" width="22" height="14"/></svg>`;

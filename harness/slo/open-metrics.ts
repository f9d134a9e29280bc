import type { RecordingDefect } from '../contract/index.ts';
import { spansOf, type PlacedRecording } from './place-recordings.ts';

const scrapeSeconds = 15;
const sparseSeconds = 300;
const sparseFrom = 7_200;

/**
 * Writes recordings as OpenMetrics, as the system would have recorded them that has the defect. What lies before is
 * sampled every 5 minutes where it is long, the rest at every scrape of 15 s.
 */
export const openMetrics = (placed: readonly PlacedRecording[], defect?: RecordingDefect): string => {
  const lines = placed.flatMap((each) => samplesOf(each, defect?.changes));
  const bySeries = Map.groupBy(lines, ({ series }) => series);
  const text = [...bySeries].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, own]) => own.map(({ line }) => line));
  return `${text.join('\n')}\n# EOF\n`;
};

type Line = { readonly series: string; readonly line: string };

const samplesOf = (placed: PlacedRecording, changes: RecordingDefect['changes'] = (same) => same): Line[] => {
  const spans = spansOf(placed).map((span) => ({ ...span, rates: changes(span.rates) }));
  const names = new Set(spans.flatMap(({ rates }) => Object.keys(rates)));
  return [...names].flatMap((series) => {
    const lines: Line[] = [];
    let count = 0;
    for (const { from, to, rates } of spans) {
      const rate = rates[series] ?? 0;
      const step = to - from > sparseFrom && to === placed.active ? sparseSeconds : scrapeSeconds;
      for (let at = from; at < to; at += step)
        lines.push({ series, line: `${series} ${count + rate * (at - from)} ${at}` });
      count += rate * (to - from);
    }
    return [...lines, { series, line: `${series} ${count} ${placed.to}` }];
  });
};

import type { JudgedDrill, Sighting } from '../../../harness/contract/index.ts';

export type Span = { readonly state: 'pending' | 'firing'; readonly from: number; readonly to: number };

/** Gives the spans in which an alert was pending and firing, as Prometheus saw them; what has no end lasts to `end`. */
export const spansOf = ({ sightings }: JudgedDrill, alertname: string, end: number): Span[] => {
  const own = sightings.filter(
    (one) => one.alertname === alertname && (one.observer === 'alerts-series' || one.observer === 'rules-api'),
  );
  const bySeries = Map.groupBy(own, ({ labels }) => JSON.stringify(Object.entries(labels).toSorted()));
  return [...bySeries.values()].flatMap((series) => spansOfSeries(series, end));
};

const spansOfSeries = (sightings: readonly Sighting[], end: number): Span[] => {
  const spans: Span[] = [];
  let open: { state: Span['state']; from: number } | undefined;
  for (const { seen, when } of sightings.toSorted((a, b) => a.when - b.when)) {
    const next = seen === 'pending' || seen === 'firing' ? seen : undefined;
    if (next === open?.state || (next === 'pending' && open?.state === 'firing')) continue;
    if (open !== undefined) spans.push({ ...open, to: when });
    open = next === undefined ? undefined : { state: next, from: when };
  }
  return open === undefined ? spans : [...spans, { ...open, to: end }];
};

export type Simulated = {
  /** When the counter rises by one, in ms, in order. */
  readonly eventsMs: readonly number[];
  /** The counter before the first of them. */
  readonly base: number;
  readonly windowMs: number;
  readonly scrapeIntervalMs: number;
  /** When one of the scrapes begins, in ms. */
  readonly phaseMs: number;
  /** How long a scrape takes, in ms; its sample is dated by its beginning. */
  readonly takesMs: number;
  /** When it was first scraped, in ms; always by default. */
  readonly bornMs?: number;
};

/**
 * What `rate(x[window])` gives at a time, in events a second: Prometheus' extrapolation of a counter that is never reset
 * (promql/functions.go, extrapolatedRate). Undefined under two samples.
 */
export const simulatedRate = (counter: Simulated, atMs: number): number | undefined => {
  const { windowMs, scrapeIntervalMs } = counter;
  const samples = samplesIn(counter, atMs - windowMs, atMs - counter.takesMs);
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || samples.length < 2) return undefined;
  const increase = last.value - first.value;
  const sampledMs = last.at - first.at;
  const limitMs = scrapeIntervalMs * 1.1;
  let startMs = first.at - (atMs - windowMs);
  if (startMs >= limitMs) startMs = scrapeIntervalMs / 2;
  if (increase > 0) startMs = Math.min(startMs, sampledMs * (first.value / increase));
  let endMs = atMs - last.at;
  if (endMs >= limitMs) endMs = scrapeIntervalMs / 2;
  return (increase * ((sampledMs + startMs + endMs) / sampledMs) * 1000) / windowMs;
};

/** The samples after `fromMs` up to and with `toMs`: a range is open on the left. Whole ms keep the edges exact. */
const samplesIn = (counter: Simulated, fromMs: number, toMs: number): { at: number; value: number }[] => {
  const { eventsMs, base, scrapeIntervalMs, phaseMs, bornMs = -Infinity } = counter;
  const firstIndex = Math.floor((fromMs - phaseMs) / scrapeIntervalMs) + 1;
  const lastIndex = Math.floor((toMs - phaseMs) / scrapeIntervalMs);
  const samples = Array.from({ length: Math.max(0, lastIndex - firstIndex + 1) }, (_, index) => {
    const at = phaseMs + (firstIndex + index) * scrapeIntervalMs;
    return { at, value: base + eventsMs.filter((event) => event <= at).length };
  });
  return samples.filter(({ at }) => at >= bornMs);
};

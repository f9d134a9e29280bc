import type { Bound, Settings, Term, Timing, TransitionName } from '../contract/index.ts';

type Moments = { readonly from: number; readonly to: number };

/**
 * Gives when each transition may be seen, in wall-clock ms: the fault began between `from` and `effective`, its removal
 * between `removing` and `removed`. Without a removal there is no bound for what follows it.
 *
 * The terms follow Prometheus (scrape and evaluation slots by hash, so each may wait up to one interval; `for` is only
 * looked at in evaluations, so it holds for ceil(for / interval) intervals) and Alertmanager (first flush after
 * group_wait, each later one on a tick of group_interval).
 */
export const bounds = (
  timing: Timing,
  fault: { readonly from: number; readonly effective: number },
  removal: { readonly removing: number; readonly removed: number } | undefined,
): Partial<Record<TransitionName, Bound>> => {
  const { settings, crossing, drain, allowanceMs } = timing;
  const machine = term('machine', 0, allowanceMs);
  const begun = { from: fault.from, to: fault.effective };
  const pending = [...crossing, ...sampling(settings), machine];
  const firing = [...pending, ...held(settings)];
  const notified = [...firing, term('group_wait', settings.groupWaitMs, settings.groupWaitMs)];
  const rising = {
    pending: bound(begun, pending),
    firing: bound(begun, firing),
    sent: bound(begun, firing),
    notified: bound(begun, notified),
  };
  if (removal === undefined) return rising;
  const ended = { from: removal.removing, to: removal.removed };
  const cleared = [...drain, ...sampling(settings), machine];
  const resolved = [...cleared, term('group_interval', 0, settings.groupIntervalMs)];
  return { ...rising, cleared: bound(ended, cleared), resolvedNotified: bound(ended, resolved) };
};

const term = (name: string, earliestMs: number, latestMs: number): Term => ({ name, earliestMs, latestMs });

/** From the subject's side to an evaluation that sees it: the next scrape, its time-out at most, the next evaluation. */
const sampling = ({ scrapeIntervalMs, scrapeTimeoutMs, evaluationIntervalMs }: Settings): Term[] => [
  term('scrape', 0, scrapeIntervalMs + scrapeTimeoutMs),
  term('evaluation', 0, evaluationIntervalMs),
];

/** Slots are even, so the evaluation that ends `for` comes a whole number of intervals after the one that began it. */
const held = ({ forMs, evaluationIntervalMs }: Settings): Term[] => {
  if (forMs === 0) return [];
  const wholeMs = Math.ceil(forMs / evaluationIntervalMs) * evaluationIntervalMs;
  return [term('for', forMs, wholeMs + evaluationIntervalMs)];
};

const bound = ({ from, to }: Moments, terms: readonly Term[]): Bound => ({
  earliest: from + sum(terms.map(({ earliestMs }) => earliestMs)),
  latest: to + sum(terms.map(({ latestMs }) => latestMs)),
  dominant: terms.reduce((most, each) => (each.latestMs > most.latestMs ? each : most)).name,
  terms: [...terms],
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

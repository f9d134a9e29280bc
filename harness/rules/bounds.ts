import type { Bound, Settings, Term, Timing, TransitionName } from '../contract/index.ts';

type Moments = { readonly from: number; readonly to: number };

/**
 * Gives when each transition may be seen, in wall-clock ms: the fault began between `from` and `effective`, its removal
 * between `removing` and `removed`. Without a removal there is no bound for what follows it; without a `for` there is
 * none for pending, as Prometheus 3 then goes to firing in the evaluation that first sees the expression true.
 *
 * Prometheus scrapes and evaluates in even slots whose phase is a hash, so each waits for up to one interval, and a
 * scrape that hangs is known only after its timeout. Alertmanager first flushes a group once group_wait is over, or at
 * once when that is past by the alert's own start, and again at each tick of group_interval after that.
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
    ...(settings.forMs === 0 ? {} : { pending: bound(begun, pending) }),
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

/**
 * `for` is compared only in evaluations, whose timestamps are whole intervals apart: it holds for ceil(for / interval)
 * of them. Never less than `for` itself; at the latest one interval more, in which the last evaluation runs.
 */
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

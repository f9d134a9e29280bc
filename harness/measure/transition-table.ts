/** What a client was told of a transition, from the weakest to the strongest claim. */
export const answers = ['refused', 'unanswered', 'acknowledged'] as const;
export type Answer = (typeof answers)[number];

/** All that is known of a transition; what is undefined did not happen. */
export type KnownTransition = {
  readonly intendedMs: number | undefined;
  readonly answer: Answer | undefined;
  readonly firstArrival: number | undefined;
  readonly arrivals: number;
  /** When it really was sent and answered, as far as that was told. */
  readonly sentMs: number | undefined;
  readonly answeredMs: number | undefined;
};

type Sent = {
  readonly intendedMs: number;
  readonly answer: Answer;
  readonly sentMs?: number;
  readonly answeredMs?: number;
};

/** The state of numbered transitions, in columns of numbers that grow. */
export type TransitionTable = {
  /** Notes a sent transition; gives whether it was noted before. The earliest time and the strongest answer remain. */
  sent(row: number, transition: Sent): boolean;
  arrived(row: number, at: number): void;
  at(row: number): KnownTransition;
};

/** The times of a row, next to each other. */
const place = { intended: 0, first: 1, begun: 2, over: 3 } as const;
const stride = Object.keys(place).length;

type Columns = { readonly times: Float64Array; readonly arrivals: Uint32Array; readonly answer: Uint8Array };

/** The columns with room for a row. */
const withRoomFor = (row: number, before: Columns): Columns => {
  if (row < before.answer.length) return before;
  const length = Math.max(1_024, row + 1, before.answer.length * 2);
  const after = {
    times: new Float64Array(length * stride),
    arrivals: new Uint32Array(length),
    answer: new Uint8Array(length),
  };
  after.times.set(before.times);
  after.arrivals.set(before.arrivals);
  after.answer.set(before.answer);
  return after;
};

/** Makes an empty table: 37 bytes a transition. */
export const createTransitionTable = (): TransitionTable => {
  let columns: Columns = { times: new Float64Array(0), arrivals: new Uint32Array(0), answer: new Uint8Array(0) };
  const timeOf = (row: number, which: keyof typeof place): number => columns.times[row * stride + place[which]] ?? 0;
  const setTime = (row: number, which: keyof typeof place, ms: number): void => {
    columns.times[row * stride + place[which]] = ms;
  };
  return {
    sent(row, { intendedMs, answer: given, sentMs = 0, answeredMs = 0 }) {
      columns = withRoomFor(row, columns);
      const before = columns.answer[row] ?? 0;
      const earliest = (which: 'intended' | 'begun', ms: number): number =>
        before === 0 ? ms : Math.min(timeOf(row, which), ms);
      setTime(row, 'intended', earliest('intended', intendedMs));
      setTime(row, 'begun', earliest('begun', sentMs));
      setTime(row, 'over', Math.max(timeOf(row, 'over'), answeredMs));
      columns.answer[row] = Math.max(before, answers.indexOf(given) + 1);
      return before > 0;
    },
    arrived(row, at) {
      columns = withRoomFor(row, columns);
      const before = columns.arrivals[row] ?? 0;
      setTime(row, 'first', before === 0 ? at : Math.min(timeOf(row, 'first'), at));
      columns.arrivals[row] = before + 1;
    },
    at(row) {
      const [given, seen] = [columns.answer[row] ?? 0, columns.arrivals[row] ?? 0];
      return {
        intendedMs: given > 0 ? timeOf(row, 'intended') : undefined,
        answer: answers[given - 1],
        firstArrival: seen > 0 ? timeOf(row, 'first') : undefined,
        arrivals: seen,
        sentMs: timeOf(row, 'begun') || undefined,
        answeredMs: timeOf(row, 'over') || undefined,
      };
    },
  };
};

/** When requests are due, as an open model: no answer is waited for. Rates are requests per second, in thousandths. */
export type Arrivals =
  | { readonly kind: 'constant'; readonly requests: number; readonly perSecond: number }
  | {
      readonly kind: 'ramping';
      readonly requests: number;
      readonly startPerSecond: number;
      /** Each goes in a straight line from the rate before it to its own. A stage of 0 ms is a jump. */
      readonly stages: readonly { readonly durationMs: number; readonly perSecond: number }[];
    };

/** All that decides what is sent and when; the same for the program that sends and for whoever accounts for it. */
export type LoadPlan = {
  readonly name: string;
  /** Eight hexadecimal digits that tell the alerts of this load from those of every other. */
  readonly run: string;
  readonly seed: number;
  /** The subject's webhook, or Alertmanager's API, which then notifies the subject itself. */
  readonly target: 'webhook' | 'alertmanager';
  /** By how much `startsAt` and `endsAt` are ahead of the clock, in ms. */
  readonly skewMs?: number;
  readonly arrivals: Arrivals;
  readonly alertsPerRequest: number;
  /** After how many requests a group that fired is resolved; 0 is never. */
  readonly resolveAfter: number;
  /** How many groups there are, which then fire again and again; without it each fires once. */
  readonly groups?: number;
  /** Whether all alerts have one cause: a node that is gone, with all that ran on it. */
  readonly hasOneCause: boolean;
  /** How many characters each alert's annotation `details` has; 0 is no such annotation. */
  readonly detailLength: number;
  /** Put on every alert, over the labels of the same names. */
  readonly labels: Readonly<Record<string, string>>;
  /** After how long without an answer a request counts as unanswered. */
  readonly answerWithinMs: number;
  /** How many requests can be open at once, over all processes. */
  readonly atOnce: number;
};

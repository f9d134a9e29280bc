import type { EventBody, ObserverContext, Stack } from '../../contract/index.ts';
import { systemClock } from '../../core/index.ts';

type SeenEvent = Extract<EventBody, { type: 'seen' }>;

/** A stack of which an observer touches no more than is given. */
export const stackOf = (parts: Partial<Stack>): Stack =>
  new Proxy(parts as Stack, {
    get: (target, name): unknown => {
      if (name in target) return Reflect.get(target, name);
      throw new Error(`the observer touched ${String(name)}, which this stack does not have`);
    },
  });

/** A drill that is observed, with the events of it. */
export class Watched {
  readonly events: EventBody[] = [];
  readonly stop = new AbortController();
  readonly context: ObserverContext;

  constructor(stack: Partial<Stack>, change: Partial<ObserverContext> = {}) {
    this.context = {
      drill: 'alerts/some',
      stack: stackOf(stack),
      clock: systemClock,
      signal: this.stop.signal,
      evaluationIntervalMs: 250,
      receiverSink: 'oncall',
      emit: (event) => this.events.push(event),
      ...change,
    };
  }

  /** What was seen of alerts. */
  get seen(): SeenEvent[] {
    return this.events.filter((event) => event.type === 'seen');
  }

  /** What was seen of alerts, each as `alertname seen`. */
  get story(): string[] {
    return this.seen.map(({ alertname, seen }) => `${alertname} ${seen}`);
  }

  /** What the observer says of itself. */
  get verdicts(): { ok: boolean; detail: string }[] {
    return this.events.flatMap((event) => (event.type === 'observer' ? [{ ok: event.ok, detail: event.detail }] : []));
  }
}

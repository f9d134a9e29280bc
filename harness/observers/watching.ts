import type { ObserverContext, ObserverName } from '../contract/index.ts';
import { messageOf } from '../core/index.ts';

/** An outage of an observer longer than this many ms beside its own interval means that it could not see. */
const blindAfterMs = 3_000;

/**
 * Calls `look` every `everyMs` until disposed, and then says with an `observer` event whether it could see throughout:
 * a `look` that throws is an outage, and one of 3 s beside the interval is blindness.
 */
export const watching = (
  name: ObserverName,
  { drill, clock, signal, emit }: ObserverContext,
  everyMs: number,
  look: () => Promise<void> | void,
): AsyncDisposable => {
  const stop = new AbortController();
  const either = AbortSignal.any([stop.signal, signal]);
  const health = { looks: 0, lastGood: clock.monotonic(), longestMs: 0, error: '' };
  const once = async (): Promise<void> => {
    try {
      await look();
      health.looks += 1;
      health.longestMs = Math.max(health.longestMs, clock.monotonic() - health.lastGood);
      health.lastGood = clock.monotonic();
    } catch (error) {
      health.error = messageOf(error);
    }
  };
  const loop = (async () => {
    while (!either.aborted) {
      await once();
      await clock.sleep(everyMs, either).catch(() => undefined);
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await loop;
      if (signal.aborted) return;
      await once();
      const longestMs = Math.max(health.longestMs, clock.monotonic() - health.lastGood);
      const ok = health.looks > 0 && longestMs < blindAfterMs + everyMs;
      const detail = ok ? `${health.looks} looks` : `blind for ${Math.round(longestMs)} ms: ${health.error}`;
      emit({ type: 'observer', drill, observer: name, ok, detail });
    },
  };
};

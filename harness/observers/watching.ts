import type { ObserverContext, ObserverName } from '../contract/index.ts';
import { messageOf, type Clock } from '../core/index.ts';

/** An outage of an observer longer than this many ms beside its own interval means that it could not see. */
const blindAfterMs = 3_000;

/** What a look may give: nothing, or a complaint of something that no later look makes good. */
type Complaint = string | undefined;

/**
 * Calls `look` every `everyMs` until disposed, and then says with an `observer` event whether it could see throughout:
 * a `look` that throws is an outage, and one of 3 s beside the interval is blindness; so is a complaint, however short.
 */
export const watching = (
  name: ObserverName,
  { drill, clock, signal, emit }: ObserverContext,
  everyMs: number,
  look: () => Promise<Complaint> | Complaint,
): AsyncDisposable => {
  const stop = new AbortController();
  const either = AbortSignal.any([stop.signal, signal]);
  const sight = new Sight(clock, look);
  const loop = (async () => {
    while (!either.aborted) {
      await sight.once();
      await clock.sleep(everyMs, either).catch(() => undefined);
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await loop;
      if (signal.aborted) return;
      await sight.once();
      emit({ type: 'observer', drill, observer: name, ...sight.verdict(blindAfterMs + everyMs) });
    },
  };
};

class Sight {
  private readonly clock: Clock;
  private readonly look: () => Promise<Complaint> | Complaint;
  private looks = 0;
  private lastGood: number;
  private longestMs = 0;
  private error = '';
  private complaint: Complaint;

  constructor(clock: Clock, look: () => Promise<Complaint> | Complaint) {
    this.clock = clock;
    this.look = look;
    this.lastGood = clock.monotonic();
  }

  async once(): Promise<void> {
    try {
      const said = await this.look();
      this.complaint ??= said;
      this.looks += 1;
      this.longestMs = Math.max(this.longestMs, this.clock.monotonic() - this.lastGood);
      this.lastGood = this.clock.monotonic();
    } catch (error) {
      this.error = messageOf(error);
    }
  }

  verdict(blindMs: number): { ok: boolean; detail: string } {
    const longestMs = Math.max(this.longestMs, this.clock.monotonic() - this.lastGood);
    const isBlind = this.looks === 0 || longestMs >= blindMs;
    const seen = isBlind ? `blind for ${Math.round(longestMs)} ms: ${this.error}` : `${this.looks} looks`;
    return { ok: !isBlind && this.complaint === undefined, detail: this.complaint ?? seen };
  }
}

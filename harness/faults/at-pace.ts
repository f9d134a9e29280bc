import type { Clock } from '../core/index.ts';

/** When to send: evenly a second, or at these offsets, in ms, after the fault began. */
export type Pace = { readonly perSecond: number } | { readonly offsetsMs: readonly number[] };

/** A pace in words. */
export const paceInWords = (pace: Pace): string =>
  'perSecond' in pace ? `${pace.perSecond} times a second` : `${pace.offsetsMs.length} times`;

/** Sends all but the first at a pace that began now, each when the one before is answered, until `stop` aborts. */
export const sendRest = async (
  pace: Pace,
  send: (index: number) => Promise<unknown>,
  clock: Clock,
  stop: AbortSignal,
): Promise<void> => {
  const begun = clock.monotonic();
  const offset = (index: number) => ('perSecond' in pace ? (index * 1000) / pace.perSecond : pace.offsetsMs[index]);
  for (let index = 1; ; index += 1) {
    const at = offset(index);
    if (at === undefined) return;
    await clock.sleep(begun + at - clock.monotonic(), stop).catch(() => undefined);
    if (stop.aborted) return;
    await send(index);
  }
};

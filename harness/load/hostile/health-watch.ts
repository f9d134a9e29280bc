import type { StepFact } from '../../contract/index.ts';
import { openClient } from './http-client.ts';
import type { HostileContext } from './hostile-context.ts';

/** Asks for the collector's health again and again until it is disposed. */
export interface HealthWatch extends AsyncDisposable {
  /** Whether every answer was 200 and came in time. */
  fact(name: string): StepFact;
}

const everyMs = 200;
const withinMs = 1_000;

/** Starts to watch. */
export const watchHealth = (context: HostileContext): HealthWatch => {
  const { clock, healthUrl } = context;
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, context.signal]);
  const client = openClient(context);
  let asked = 0;
  let slowestMs = 0;
  const bad = new Set<string>();
  const one = async (): Promise<void> => {
    const begun = clock.monotonic();
    const answer = await client.get(healthUrl).catch(() => undefined);
    asked += 1;
    slowestMs = Math.max(slowestMs, clock.monotonic() - begun);
    if (answer?.status !== 200) bad.add(answer === undefined ? 'no answer' : `answered ${answer.status}`);
  };
  const watching = (async () => {
    while (!signal.aborted) {
      await one();
      await clock.sleep(everyMs, signal).catch(() => undefined);
    }
  })();
  const expected = `200 within ${withinMs} ms`;
  return {
    fact: (name) => {
      const faults = [...bad, ...(slowestMs > withinMs ? [`the slowest after ${slowestMs.toFixed(0)} ms`] : [])];
      const got = asked === 0 ? 'never asked' : faults.length === 0 ? expected : faults.join('; ');
      return { name, expected, got, awaited: true };
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await watching;
      client[Symbol.dispose]();
    },
  };
};

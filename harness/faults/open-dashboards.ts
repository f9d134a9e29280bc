import type { Fault, FaultContext } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

export type OpenDashboards = {
  /** The path of the report of a dashboard, by its number. */
  readonly path: (dashboard: number) => string;
  readonly count: number;
  /** How often each dashboard is asked for again, in ms, so that the subject keeps holding it. */
  readonly everyMs: number;
};

const patienceMs = 20_000;

/** Many dashboards are open and refresh themselves, each another report; in effect once every one was answered. */
export const openDashboards = ({ path, count, everyMs }: OpenDashboards): Fault => ({
  kind: 'open-dashboards',
  title: `${count} dashboards are open, each with a report of its own`,
  needs: [],
  async inject(context) {
    const { clock, signal } = context;
    const stop = new AbortController();
    const stopped = AbortSignal.any([stop.signal, signal]);
    const paths = Array.from({ length: count }, (_, dashboard) => path(dashboard));
    const from = clock.now();
    const opened: string[] = [];
    const refreshing = refresh(opened, everyMs, context, stopped);
    refreshing.catch(() => undefined);
    try {
      for (const each of paths) {
        await ask(each, context);
        opened.push(each);
      }
    } catch (error) {
      stop.abort();
      throw error;
    }
    return {
      from,
      proof: `${count} reports were answered`,
      async [Symbol.asyncDispose]() {
        stop.abort();
        await refreshing;
      },
    };
  },
});

/** Asks for all that is open at once, again and again, also while more is being opened. */
const refresh = async (
  opened: readonly string[],
  everyMs: number,
  context: FaultContext,
  stopped: AbortSignal,
): Promise<void> => {
  const { clock } = context;
  for (;;) {
    const due = clock.monotonic() + everyMs;
    await Promise.all(opened.map(async (path) => await ask(path, context)));
    await clock.sleep(due - clock.monotonic(), stopped).catch(() => undefined);
    if (stopped.aborted) return;
  }
};

const ask = async (path: string, { stack }: FaultContext): Promise<void> => {
  const where = stack.subject.url + path;
  const answer = await fetch(where, { signal: AbortSignal.timeout(patienceMs) });
  await answer.arrayBuffer();
  if (!answer.ok)
    throw new HarnessError('FAULT_INEFFECTIVE', { what: 'a report was refused', where, got: String(answer.status) });
};

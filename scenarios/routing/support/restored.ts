import type { Monitor, ScriptContext } from '../../../harness/index.ts';
import { samplesOf, stateOf, type Sample } from './prometheus-state.ts';

/** An alert before Prometheus ended and after it was started again. */
export type Restored = {
  /** The last moment, in ms, at which Prometheus knew the alert before it ended. */
  readonly downAt: number;
  /** When it took the alert up again, in ms. */
  readonly upAt: number;
  /** Since when the alert is active, in ms. */
  readonly before: number;
  readonly after: number;
};

/**
 * Ends Prometheus and starts it again, and gives what became of an active alert; undefined when it does not take it up.
 * It writes the alert's state from the evaluation behind the one at which it has restored it.
 */
export const restartWhileActive = async (
  context: ScriptContext,
  prometheus: Monitor,
  { alertname, how, intervalMs }: { alertname: string; how: Parameters<Monitor['stop']>[0]; intervalMs: number },
): Promise<Restored | undefined> => {
  const { clock, until, allowanceMs } = context;
  const states = async (): Promise<Sample[]> => await forStates(context, prometheus, alertname);
  const activeAt = async (): Promise<number> =>
    Date.parse((await stateOf(context, prometheus, alertname))?.activeAt ?? '');
  const [before, known] = [await activeAt(), (await states()).at(-1)];
  if (known === undefined) throw new Error(`Prometheus knows nothing of ${alertname}`);
  await prometheus.stop(how);
  const stoppedAt = clock.now();
  await prometheus.restart();
  const isKnown = async (): Promise<boolean> => (await states()).some(({ at }) => at > stoppedAt);
  if (!(await until(isKnown, 4 * intervalMs + allowanceMs))) return undefined;
  const [after, all] = [await activeAt(), await states()];
  const down = all.findLast(({ at }) => at <= stoppedAt) ?? known;
  const up = all.find(({ at }) => at > stoppedAt) ?? known;
  return { downAt: down.at, upAt: up.at - intervalMs, before, after };
};

/** What Prometheus wrote of an alert that is active: when, and since when it is. */
export const forStates = async (context: ScriptContext, prometheus: Monitor, alertname: string): Promise<Sample[]> =>
  await samplesOf(context, prometheus, `ALERTS_FOR_STATE{alertname="${alertname}"}`);

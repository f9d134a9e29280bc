import type { ScriptContext, ScriptedDrill } from '../../../harness/index.ts';
import { about, placesOf } from './notifications.ts';
import { beginOutage, everywhere, onOutage, outageAlert, outageMs } from './outage.ts';
import { stateOf } from './prometheus-state.ts';
import { forStates, restartWhileActive } from './restored.ts';

/** Of alerts whose `for` is shorter than this Prometheus restores nothing; its default is ten minutes. */
const forGracePeriodMs = 10_000;
const prometheus = { ...onOutage.prometheus, forGracePeriodMs };
const steps = {
  pending: 'the alert when Prometheus is terminated',
  kept: 'how long it has been pending',
  fires: 'it fires when the rest of its `for` is over',
  firing: 'the alert when Prometheus is killed',
  same: 'since when it is active',
  once: 'each receiver is notified once',
  resolved: 'each receiver is told once that it is over',
} as const;

const seconds = (ms: number): number => Math.floor(ms / 1_000);
const onlyPrometheus = ({ stack: { prometheuses } }: ScriptContext) => {
  const [only] = prometheuses;
  if (only === undefined) throw new Error('there is no Prometheus');
  return only;
};
const now = async (context: ScriptContext) => await stateOf(context, onlyPrometheus(context), outageAlert);

const whilePending = async (context: ScriptContext): Promise<void> => {
  const { clock, speed, allowanceMs, until, record } = context;
  const [forMs, intervalMs] = [outageMs.for / speed, outageMs.interval / speed];
  await beginOutage(context);
  const isHalfOver = async (): Promise<boolean> => {
    const states = await forStates(context, onlyPrometheus(context), outageAlert);
    return (states.at(-1)?.at ?? 0) - (states[0]?.at ?? 0) >= forMs / 2;
  };
  await until(isHalfOver, forMs / 2 + 3 * intervalMs + allowanceMs);
  record({ name: steps.pending, awaited: true, expected: 'pending', got: (await now(context))?.state ?? 'inactive' });
  const how = 'gracefully';
  const restored = await restartWhileActive(context, onlyPrometheus(context), {
    ...{ alertname: outageAlert, how, intervalMs },
  });
  if (restored === undefined) return;
  const { downAt, upAt, before, after } = restored;
  const spentMs = downAt - before;
  const lostMs = spentMs - (upAt - after);
  const isKept = Math.abs(lostMs) <= 1_000;
  record({
    name: steps.kept,
    awaited: true,
    expected: 'kept to the second',
    got: isKept ? 'kept to the second' : `${lostMs} ms lost`,
  });
  await until(async () => (await now(context))?.state === 'firing', forMs + allowanceMs);
  const gotMs = clock.now() - upAt;
  const earliestMs = forMs - spentMs - 1_000;
  const latestMs = forMs - spentMs + 1_000 + intervalMs + allowanceMs;
  const got = (await now(context))?.state ?? 'inactive';
  record({ name: steps.fires, expected: 'firing', got, within: { gotMs, earliestMs, latestMs, dominant: 'for' } });
  await notifiedOnce(context);
};

const notifiedOnce = async (context: ScriptContext): Promise<void> => {
  const { until, speed, allowanceMs, clock, signal } = context;
  await until(() => about(context, outageAlert, 'firing').length >= 2, outageMs.groupWait / speed + 2 * allowanceMs);
  await clock.sleep(allowanceMs, signal);
  context.record({
    name: steps.once,
    awaited: true,
    expected: everywhere,
    got: placesOf(about(context, outageAlert, 'firing')),
  });
};

const whileFiring = async (context: ScriptContext): Promise<void> => {
  const { clock, signal, speed, allowanceMs, until, record } = context;
  const intervalMs = outageMs.interval / speed;
  const outage = await beginOutage(context);
  const firesMs = (outageMs.for + outageMs.groupWait) / speed + 3 * intervalMs + 2 * allowanceMs;
  await until(() => about(context, outageAlert, 'firing').length >= 2, firesMs);
  record({ name: steps.firing, awaited: true, expected: 'firing', got: (await now(context))?.state ?? 'inactive' });
  const how = 'abruptly';
  const restored = await restartWhileActive(context, onlyPrometheus(context), {
    ...{ alertname: outageAlert, how, intervalMs },
  });
  const later = restored === undefined ? 'never' : `${seconds(restored.after) - seconds(restored.before)} s later`;
  record({ name: steps.same, awaited: true, expected: '0 s later', got: later });
  outage[Symbol.dispose]();
  const overMs = outageMs.groupInterval / speed + 3 * intervalMs + allowanceMs;
  await until(() => about(context, outageAlert, 'resolved').length >= 2, overMs);
  await clock.sleep(allowanceMs, signal);
  record({
    name: steps.once,
    awaited: true,
    expected: everywhere,
    got: placesOf(about(context, outageAlert, 'firing')),
  });
  record({
    name: steps.resolved,
    awaited: true,
    expected: everywhere,
    got: placesOf(about(context, outageAlert, 'resolved')),
  });
};

const wait = (name: string, ms: number) => ({ name, earliestMs: ms, latestMs: ms });
const weight = { cpu: 0.07, memoryMb: 250 };

/** Prometheus is restarted while an alert is pending, and while it fires. */
export const restartDrills: readonly ScriptedDrill[] = [
  {
    ...{ ...onOutage, prometheus, weight },
    id: 'routing/prometheus-restarted/pending',
    title: 'a Prometheus restarted while an alert is pending counts on where it was, and notifies once',
    speed: 10,
    lowerBound: [wait('for', outageMs.for), wait('group_wait', outageMs.groupWait)],
    steps: [steps.pending, steps.kept, steps.fires, steps.once],
    script: whilePending,
  },
  {
    ...{ ...onOutage, prometheus, weight },
    id: 'routing/prometheus-restarted/firing',
    title: 'a Prometheus killed while an alert fires knows since when: no second notification, one resolution',
    speed: 15,
    lowerBound: [
      wait('for', outageMs.for),
      wait('group_wait', outageMs.groupWait),
      wait('group_interval', outageMs.groupInterval),
    ],
    steps: [steps.firing, steps.same, steps.once, steps.resolved],
    script: whileFiring,
  },
];

import type { ScriptContext, ScriptedDrill } from '../../../harness/index.ts';
import { clusterSettled } from './cluster-settled.ts';
import { about, placesOf } from './notifications.ts';
import { beginOutage, everywhere, onOutage, outageAlert, outageMs } from './outage.ts';
import { stateOf } from './prometheus-state.ts';

const peerTimeoutMs = 15_000;
const steps = {
  both: 'the alert in each Prometheus',
  one: 'what Alertmanager makes of both',
  once: 'each receiver is notified once',
  resolved: 'each receiver is told once that it is over, though one Prometheus was killed',
  never: 'nothing is notified twice in the end',
} as const;

/** Gives each replica a label of its own, as their samples need one. */
const labelled = (text: string): string =>
  text.replace(/^global:\n/m, "global:\n  external_labels: { replica: '${replica}' }\n");

/** Takes the label off again before an alert is sent. */
const labelDropped = (text: string): string => `${labelled(text)}
alerting:
  alert_relabel_configs:
    - { action: labeldrop, regex: replica }
`;

const script = async (context: ScriptContext, known: string): Promise<void> => {
  const { stack, clock, signal, speed, allowanceMs, until, record } = context;
  const intervalMs = outageMs.interval / speed;
  const othersMs = ((stack.members.length - 1) * peerTimeoutMs) / speed + allowanceMs;
  await clusterSettled(context);
  const outage = await beginOutage(context);
  const states = async () =>
    await Promise.all(stack.prometheuses.map(async (each) => await stateOf(context, each, outageAlert)));
  const areFiring = async (): Promise<boolean> => (await states()).every((each) => each?.state === 'firing');
  await until(areFiring, outageMs.for / speed + 3 * intervalMs + allowanceMs);
  record({
    name: steps.both,
    awaited: true,
    expected: 'firing + firing',
    got: (await states()).map((each) => each?.state ?? 'inactive').join(' + '),
  });
  await until(() => about(context, outageAlert, 'firing').length >= 2, outageMs.groupWait / speed + othersMs);
  await clock.sleep(othersMs, signal);
  record({ name: steps.one, awaited: true, expected: known, got: await knownTo(context) });
  const fired = about(context, outageAlert, 'firing');
  record({ name: steps.once, awaited: true, expected: everywhere, got: placesOf(fired) });
  await stack.prometheuses[0]?.stop('abruptly');
  outage[Symbol.dispose]();
  const overMs = outageMs.groupInterval / speed + 3 * intervalMs + othersMs;
  await until(() => about(context, outageAlert, 'resolved').length >= 2, overMs);
  await clock.sleep(othersMs, signal);
  record({
    name: steps.resolved,
    awaited: true,
    expected: everywhere,
    got: placesOf(about(context, outageAlert, 'resolved')),
  });
  record({
    name: steps.never,
    awaited: true,
    expected: everywhere,
    got: placesOf(about(context, outageAlert, 'firing')),
  });
};

const onlyOne = 'one alert, without a replica';

type ApiAlert = { readonly labels: Readonly<Record<string, string>> };

const knownTo = async ({ stack, signal }: ScriptContext): Promise<string> => {
  const answer = await fetch(`${stack.members[0]?.url ?? ''}/api/v2/alerts`, { signal });
  const alerts = (await answer.json()) as ApiAlert[];
  const names = alerts.map(({ labels }) => `replica ${labels['replica'] ?? 'none'}`);
  return names.join() === 'replica none' ? onlyOne : names.sort().join(' and ');
};

const common = {
  ...onOutage,
  members: 3,
  speed: 15,
  lowerBound: [
    { name: 'for', earliestMs: outageMs.for, latestMs: outageMs.for },
    { name: 'group_wait', earliestMs: outageMs.groupWait, latestMs: outageMs.groupWait },
    { name: 'group_interval', earliestMs: outageMs.groupInterval, latestMs: outageMs.groupInterval },
  ],
  steps: Object.values(steps),
  weight: { cpu: 0.15, memoryMb: 450 },
} as const satisfies Partial<ScriptedDrill>;
const pair = { ...onOutage.prometheus, replicas: 2 } as const;

/** Two Prometheus see the same outage and tell three Alertmanagers of it; one of the two is killed while it lasts. */
export const pairDrills: readonly ScriptedDrill[] = [
  {
    ...common,
    id: 'routing/two-prometheus/documented',
    title: 'two Prometheus that say which they are make two alerts of one outage',
    case: 'finding',
    finding: {
      id: 'freightliner.defect.ha-semantics',
      documented:
        'Prometheus has two replicas, Alertmanager three; of the label that tells replicas apart nothing is said',
      shown: 'with a label of its own on each, Alertmanager takes one outage for two alerts',
    },
    prometheus: { ...pair, change: labelled },
    script: async (context) => await script(context, 'replica 0 and replica 1'),
  },
  {
    ...common,
    id: 'routing/two-prometheus/corrected',
    title: 'two Prometheus and three Alertmanagers make one notification of one outage, and one resolution',
    prometheus: { ...pair, change: labelDropped },
    script: async (context) => await script(context, onlyOne),
  },
];

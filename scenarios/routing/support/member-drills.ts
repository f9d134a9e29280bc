import type { Monitor, ScriptContext, ScriptedDrill } from '../../../harness/index.ts';
import { clusterSettled } from './cluster-settled.ts';
import { Firing } from './firing.ts';
import { notificationsKnown } from './notifications-known.ts';
import { about, placesOf } from './notifications.ts';

type End = Parameters<Monitor['stop']>[0];

const alertname = 'FreightlinerDown';
const alert = { labels: { alertname, severity: 'critical', job: 'freightliner', instance: '10.0.0.9:2112' } };
const groupWaitMs = 10_000;
const groupIntervalMs = 300_000;
const peerTimeoutMs = 15_000;
const everywhere = '#freightliner-monitoring + pagerduty';
const steps = {
  moment: 'what had been notified when the member ended',
  gone: 'the member is gone',
  once: 'each receiver is notified once',
  resolved: 'each receiver is told once that it is over',
  never: 'nothing is notified twice in the end',
} as const;

/** A member of three ends, the first, which the others leave the notifying to, before it notifies or after. */
export const memberDrill = (name: string, how: End, when: 'group-wait' | 'notified'): ScriptedDrill => ({
  id: `routing/member-${name}/${when}`,
  title: `an Alertmanager of three is ${name} ${when === 'notified' ? 'between notification and resolution' : 'while group_wait runs'}: one notification, one resolution`,
  system: 'freightliner',
  case: 'positive',
  alertmanager: { path: 'fixtures/systems/freightliner/alertmanager-documented.yml' },
  sinks: { slack: 'slack', pagerduty: 'pagerduty' },
  members: 3,
  speed: 15,
  lowerBound: [
    { name: 'group_wait', earliestMs: groupWaitMs, latestMs: groupWaitMs },
    { name: 'group_interval', earliestMs: groupIntervalMs, latestMs: groupIntervalMs },
  ],
  steps: Object.values(steps),
  weight: { cpu: 0.1, memoryMb: 200 },
  script: async (context) => await script(context, how, when),
});

const script = async (context: ScriptContext, how: End, when: 'group-wait' | 'notified'): Promise<void> => {
  const { stack, clock, signal, record } = context;
  const [first, ...others] = stack.members;
  if (first === undefined) throw new Error('there is no member');
  await clusterSettled(context);
  const begun = clock.now();
  const firing = await Firing.start(context, [alert]);
  const latestMs = groupWaitMs / context.speed + othersMs(context);
  if (when === 'notified') await notified(context, others, latestMs);
  await first.stop(how);
  record({
    name: steps.moment,
    awaited: true,
    expected: when === 'notified' ? everywhere : 'nothing',
    got: placesOf(about(context, alertname, 'firing')),
  });
  record({ name: steps.gone, expected: 'no answer', got: await answerOf(first, signal) });
  await told(context, 'firing', begun, latestMs);
  const ended = clock.now();
  await firing.resolve();
  await told(context, 'resolved', ended, groupIntervalMs / context.speed + othersMs(context));
  record({
    name: steps.never,
    awaited: true,
    expected: everywhere,
    got: placesOf(about(context, alertname, 'firing')),
  });
};

/** What the members may add that wait for the one before them. */
const othersMs = ({ stack, speed, allowanceMs }: ScriptContext): number =>
  ((stack.members.length - 1) * peerTimeoutMs) / speed + allowanceMs;

/** Waits for each receiver to be told, then so long that every member that waits would have told it too. */
const told = async (context: ScriptContext, is: 'firing' | 'resolved', since: number, latestMs: number) => {
  await context.until(() => about(context, alertname, is).length >= 2, latestMs);
  if (is === 'resolved') await context.clock.sleep(othersMs(context), context.signal);
  const seen = about(context, alertname, is);
  const last = seen.at(-1)?.at;
  context.record({
    name: is === 'firing' ? steps.once : steps.resolved,
    awaited: true,
    expected: everywhere,
    got: placesOf(seen),
    within: {
      gotMs: last === undefined ? undefined : last - since,
      earliestMs: is === 'firing' ? groupWaitMs / context.speed : 0,
      latestMs,
      dominant: is === 'firing' ? 'group_wait' : 'group_interval',
    },
  });
};

/** Waits until both receivers were told and the other members know that. */
const notified = async (context: ScriptContext, others: readonly Monitor[], timeoutMs: number): Promise<void> => {
  await context.until(() => about(context, alertname, 'firing').length >= 2, timeoutMs);
  const know = async (): Promise<boolean> =>
    (await Promise.all(others.map(async (each) => await notificationsKnown(context, each)))).every(
      (count) => count >= 2,
    );
  await context.until(know, context.allowanceMs);
};

const answerOf = async ({ url }: Monitor, signal: AbortSignal): Promise<string> => {
  const answer = await fetch(`${url}/-/healthy`, { signal }).catch(() => undefined);
  return answer === undefined ? 'no answer' : `status ${answer.status}`;
};

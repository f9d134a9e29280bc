import type { ScriptContext, ScriptedDrill } from '../../../harness/index.ts';
import { Firing, type PostedAlert } from './firing.ts';
import { about, listed, notifications, placesOf, type Notification } from './notifications.ts';

export type RoutedAlert = PostedAlert & {
  /** Where its notifications arrive: `pagerduty`, or a Slack channel. */
  readonly to: readonly string[];
  readonly groupWaitMs: number;
};

type Options = Pick<ScriptedDrill, 'id' | 'title' | 'system' | 'alertmanager' | 'sinks' | 'finding'> & {
  readonly alerts: readonly RoutedAlert[];
};

const groupIntervalMs = 300_000;
const nameOf = ({ labels }: PostedAlert): string => labels['alertname'] ?? '';
const stepOf = (alert: PostedAlert, is: Notification['is']): string =>
  `${nameOf(alert)} ${is === 'firing' ? 'arrives' : 'is resolved'}`;
const accepted = 'every payload is taken by the receiver’s API';
const rendered = 'every template is rendered';

/** A drill in which every alert of a system fires at once, arrives where the tree takes it, in time, and is resolved. */
export const receiversDrill = ({ alerts, ...rest }: Options): ScriptedDrill => {
  const longest = Math.max(...alerts.map(({ groupWaitMs }) => groupWaitMs));
  return {
    ...rest,
    case: rest.finding === undefined ? 'positive' : 'finding',
    speed: 30,
    lowerBound: [{ name: 'group_wait', earliestMs: longest, latestMs: longest }],
    steps: [...alerts.flatMap((alert) => [stepOf(alert, 'firing'), stepOf(alert, 'resolved')]), accepted, rendered],
    async script(context) {
      const { clock, speed, allowanceMs } = context;
      const begun = clock.now();
      const firing = await Firing.start(context, alerts);
      await awaitAll(context, alerts, 'firing', longest / speed + allowanceMs);
      await clock.sleep(allowanceMs, context.signal);
      for (const alert of alerts) recordArrival(context, alert, 'firing', begun);
      const ended = clock.now();
      await firing.resolve();
      await awaitAll(context, alerts, 'resolved', groupIntervalMs / speed + allowanceMs);
      for (const alert of alerts) recordArrival(context, alert, 'resolved', ended);
      recordPayloads(context);
    },
  };
};

const awaitAll = async (
  context: ScriptContext,
  alerts: readonly RoutedAlert[],
  is: Notification['is'],
  timeoutMs: number,
): Promise<void> => {
  const isThere = (alert: RoutedAlert): boolean => about(context, nameOf(alert), is).length >= alert.to.length;
  await context.until(() => alerts.every(isThere), timeoutMs);
};

const recordArrival = (context: ScriptContext, alert: RoutedAlert, is: Notification['is'], since: number): void => {
  const { allowanceMs, speed } = context;
  const waitMs = is === 'firing' ? alert.groupWaitMs / speed : 0;
  const seen = about(context, nameOf(alert), is);
  const dominant = is === 'firing' ? 'group_wait' : 'group_interval';
  const last = seen.at(-1);
  context.record({
    name: stepOf(alert, is),
    awaited: true,
    expected: listed(alert.to),
    got: placesOf(seen),
    within: {
      gotMs: last === undefined ? undefined : last.at - since,
      earliestMs: waitMs,
      latestMs: (is === 'firing' ? waitMs : groupIntervalMs / speed) + allowanceMs,
      dominant,
    },
  });
};

const recordPayloads = (context: ScriptContext): void => {
  const all = notifications(context);
  const refused = all.filter(({ status }) => status !== 200 && status !== 202);
  const broken = all.filter(({ text }) => /<no value>|\{\{/.test(text));
  context.record({ name: accepted, expected: 'none refused', got: countOf(refused, 'refused') });
  context.record({ name: rendered, expected: 'none without a value', got: countOf(broken, 'without a value') });
};

const countOf = (bad: readonly Notification[], what: string): string =>
  bad.length === 0 ? `none ${what}` : `${bad.length} ${what}: ${bad[0]?.text ?? ''}`;

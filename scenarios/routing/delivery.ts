import type { Scenario, ScriptContext, ScriptedDrill } from '../../harness/index.ts';
import { alertState } from './support/alert-state.ts';
import { Firing } from './support/firing.ts';
import { notificationsLogged } from './support/notifications-logged.ts';
import { about } from './support/notifications.ts';
import { silence } from './support/silence.ts';

const groupWaitMs = 30_000;
const groupIntervalMs = 300_000;
const repeatIntervalMs = 14_400_000;
/** How long a silence lasts once a notification would have been due. */
const silencedMs = 6_000;
/** The longest back-off before a fourth try, at every speed: half as long again each time, and up to half more by chance. */
const threeRetriesMs = 1.5 * (500 + 750 + 1_125);
const path = 'fixtures/systems/endpoint-statistics/alertmanager-documented.yml';
const alertname = 'HighErrorRate';
const other = 'SlowResponseTime';
const annotations = { summary: 'High error rate detected', description: 'Error rate is above 10%' };
const critical = { labels: { alertname, severity: 'critical' }, annotations };
const warning = { labels: { alertname: other, severity: 'warning' }, annotations };
const common = {
  system: 'endpoint-statistics',
  case: 'positive',
  alertmanager: { path },
  sinks: { slack: 'slack' },
} as const;

const fired = (context: ScriptContext, name = alertname) => about(context, name, 'firing');
const has = (context: ScriptContext, name = alertname): string =>
  fired(context, name).length > 0 ? 'notified' : 'nothing';

const silenced = {
  suppressed: 'the silenced alert is suppressed',
  quiet: 'the silenced alert is not notified',
  other: 'an alert that the silence does not name arrives',
  expired: 'the alert arrives once the silence has expired',
};

const silenceExpires = async (context: ScriptContext): Promise<void> => {
  const { clock, speed, allowanceMs, record, until } = context;
  const endsAt = await silence(context, alertname, groupWaitMs / speed + silencedMs);
  await Firing.start(context, [critical, warning]);
  await clock.sleep(endsAt - 1_000 - clock.now(), context.signal);
  record({
    name: silenced.suppressed,
    awaited: true,
    expected: 'suppressed',
    got: await alertState(context, alertname),
  });
  record({ name: silenced.quiet, expected: 'nothing', got: has(context) });
  record({ name: silenced.other, awaited: true, expected: 'notified', got: has(context, other) });
  const latestMs = groupIntervalMs / speed + allowanceMs;
  await until(() => fired(context).length > 0, 1_000 + latestMs);
  const at = fired(context)[0]?.at;
  const gotMs = at === undefined ? undefined : at - endsAt;
  const within = { gotMs, earliestMs: 0, latestMs, dominant: 'group_interval' };
  record({ name: silenced.expired, expected: 'notified', got: has(context), within });
};

const repeated = { once: 'the first notification arrives', again: 'it is repeated after repeat_interval' };

const repeats = async (context: ScriptContext): Promise<void> => {
  const { speed, allowanceMs, record, until } = context;
  await Firing.start(context, [critical]);
  await until(() => fired(context).length > 0, groupWaitMs / speed + allowanceMs);
  record({ name: repeated.once, awaited: true, expected: 'notified', got: has(context) });
  const earliestMs = repeatIntervalMs / speed;
  const latestMs = earliestMs + (2 * groupIntervalMs) / speed + allowanceMs;
  await until(() => fired(context).length > 1, latestMs + allowanceMs);
  const [first, second] = fired(context);
  const gotMs = first === undefined || second === undefined ? undefined : second.at - first.at;
  const within = { gotMs, earliestMs: earliestMs - allowanceMs, latestMs, dominant: 'repeat_interval' };
  record({ name: repeated.again, expected: '2', got: String(fired(context).length), within });
};

const recovered = { refused: 'the receiver refuses three times', once: 'it takes the notification once' };

const receiverRecovers = async (context: ScriptContext): Promise<void> => {
  const { stack, record, until, clock, signal, allowanceMs, speed } = context;
  stack.sinks.get('slack')?.behave({ status: 500, times: 3 });
  await Firing.start(context, [critical]);
  const withStatus = (status: number): number => fired(context).filter((each) => each.status === status).length;
  await until(() => withStatus(200) > 0, groupWaitMs / speed + threeRetriesMs + allowanceMs);
  await clock.sleep(allowanceMs, signal);
  record({ name: recovered.refused, awaited: true, expected: '3', got: String(withStatus(500)) });
  record({ name: recovered.once, awaited: true, expected: '1', got: String(withStatus(200)) });
};

const restarted = {
  before: 'the alert is notified before the restart',
  after: 'the alert is not notified again after it',
  resolved: 'it is resolved after the restart',
};

const restarts = async (context: ScriptContext): Promise<void> => {
  const { stack, record, until, clock, signal, allowanceMs, speed } = context;
  const firing = await Firing.start(context, [critical]);
  await until(() => fired(context).length > 0, groupWaitMs / speed + allowanceMs);
  record({ name: restarted.before, awaited: true, expected: 'notified', got: has(context) });
  const [member] = stack.members;
  if (member === undefined) return;
  await until(async () => (await notificationsLogged(context, member)) > 0, allowanceMs);
  await member.stop('gracefully');
  await member.restart();
  await firing.send();
  await clock.sleep((2 * groupIntervalMs) / speed + allowanceMs, signal);
  record({ name: restarted.after, awaited: true, expected: '1', got: String(fired(context).length) });
  await firing.resolve();
  const isResolved = (): boolean => about(context, alertname, 'resolved').length > 0;
  await until(isResolved, groupIntervalMs / speed + allowanceMs);
  record({ name: restarted.resolved, awaited: true, expected: 'resolved', got: isResolved() ? 'resolved' : 'nothing' });
};

const kept = {
  before: 'the silenced alert before the restart',
  after: 'the silenced alert after it',
  told: 'what is notified of it',
};

/** What Alertmanager does with an alert that was silenced for longer than the drill, once it has been restarted. */
const silenceAfterRestart =
  (after: 'active' | 'suppressed') =>
  async (context: ScriptContext): Promise<void> => {
    const { stack, record, until, clock, signal, allowanceMs, speed } = context;
    const [member] = stack.members;
    if (member === undefined) throw new Error('there is no Alertmanager');
    await silence(context, alertname, 600_000);
    const firing = await Firing.start(context, [critical]);
    await until(async () => (await alertState(context, alertname)) === 'suppressed', groupWaitMs / speed + allowanceMs);
    record({ name: kept.before, awaited: true, expected: 'suppressed', got: await alertState(context, alertname) });
    await member.stop('gracefully');
    await member.restart();
    await firing.send();
    await clock.sleep(groupWaitMs / speed + allowanceMs, signal);
    record({ name: kept.after, awaited: true, expected: after, got: await alertState(context, alertname) });
    const told = after === 'active' ? ({ expected: 'notified', awaited: true } as const) : { expected: 'nothing' };
    record({ name: kept.told, ...told, got: has(context) });
  };

const wait = (name: string, ms: number) => [{ name, earliestMs: ms, latestMs: ms }];

const restarting = { ...common, speed: 60, lowerBound: wait('group_wait', groupWaitMs), steps: Object.values(kept) };
const silenceRestarts: readonly ScriptedDrill[] = [
  {
    ...restarting,
    id: 'routing/silence-restarted/documented',
    title: 'an Alertmanager on an emptyDir forgets its silences with its pod',
    case: 'finding',
    finding: {
      id: 'epstats.defect.alertmanager-emptydir',
      documented: 'Alertmanager has one replica, and its storage is an emptyDir',
      shown: 'once its pod is replaced, an alert that is silenced is notified',
    },
    keepsStorage: false,
    script: silenceAfterRestart('active'),
  },
  {
    ...restarting,
    id: 'routing/silence-restarted/corrected',
    title: 'an Alertmanager that keeps its storage keeps its silences when it is restarted',
    script: silenceAfterRestart('suppressed'),
  },
];

export const delivery: Scenario = {
  drills: [],
  impossible: [],
  scripted: [
    {
      ...common,
      id: 'routing/silence',
      title: 'a silenced alert waits, another does not, and it arrives when the silence has expired',
      speed: 300,
      lowerBound: [
        ...wait('group_wait', groupWaitMs),
        { name: 'group_interval', earliestMs: 0, latestMs: groupIntervalMs },
      ],
      unscaled: wait('silence', silencedMs),
      steps: Object.values(silenced),
      script: silenceExpires,
    },
    {
      ...common,
      id: 'routing/repeat',
      title: 'a notification is repeated after repeat_interval and not before',
      speed: 1_440,
      lowerBound: wait('repeat_interval', repeatIntervalMs),
      steps: Object.values(repeated),
      script: repeats,
    },
    {
      ...common,
      id: 'routing/receiver-recovers',
      title: 'a receiver that answers 500 gets the notification once it has recovered, and once',
      speed: 60,
      lowerBound: wait('group_wait', groupWaitMs),
      steps: Object.values(recovered),
      script: receiverRecovers,
    },
    {
      ...common,
      id: 'routing/alertmanager-restarted',
      title: 'an Alertmanager restarted between fire and resolve notifies neither twice nor too little',
      speed: 150,
      lowerBound: wait('group_wait and two group_intervals', groupWaitMs + 2 * groupIntervalMs),
      steps: Object.values(restarted),
      script: restarts,
    },
    ...silenceRestarts,
  ],
};

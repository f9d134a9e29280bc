import type { AttachedContext, Bound, Drill, Stack, Subject, Timing } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { analyse, bounds, settingsOf, type LoadedRules } from '../rules/index.ts';
import { alertmanagerConfig, heldAlerts } from './alertmanager-api.ts';
import { alertsOf } from './described.ts';
import { loadedAlerts, prometheusConfig, queryNow, targetsOf } from './prometheus-api.ts';

/** What an alert drill of what runs already records, in this order. */
export const alertSteps = [
  'it fires',
  'the ALERTS series has it firing',
  'Alertmanager holds it',
  'the receiver is told',
  'nothing else of its rules fires',
  'it clears',
  'Alertmanager lets it go',
] as const;

/** What runs is asked no oftener than this. */
const lookEveryMs = 500;

type Question = {
  readonly context: AttachedContext;
  readonly drill: Drill;
  readonly alertname: string;
  readonly rules: readonly LoadedRules[];
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly subject: Subject;
};

/** Runs an alert drill on what runs already, at its own times; what its receiver got cannot be seen and is said to be so. */
export const drillAlert = async (
  context: AttachedContext,
  drill: Drill,
  { alertname, rules }: Pick<Question, 'alertname' | 'rules'>,
): Promise<void> => {
  const { prometheusUrl, alertmanagerUrl, subject } = context.stack;
  if (prometheusUrl === undefined || alertmanagerUrl === undefined)
    throw new HarnessError('USAGE', { what: 'an alert is seen by both', expected: '--prometheus, --alertmanager' });
  if (subject === undefined)
    throw new HarnessError('DISRUPTION_REFUSED', {
      what: 'what runs may not be disturbed',
      next: '--allow-disruption',
    });
  const question = {
    context,
    drill,
    alertname,
    rules,
    prometheus: prometheusUrl,
    alertmanager: alertmanagerUrl,
    subject,
  };
  await mustBeSteady(question);
  await rise(question);
};

const mustBeSteady = async ({ prometheus, drill, alertname }: Question): Promise<void> => {
  const targets = await targetsOf(prometheus, drill.system.job);
  const firing = await stateOf(prometheus, alertname);
  if (targets.length > 0 && targets.every(({ health }) => health === 'up') && firing === 'inactive') return;
  const up = targets.filter(({ health }) => health === 'up').length;
  throw new HarnessError('STEADY_STATE', {
    what: 'the system was not healthy before the fault',
    got: `${up} of ${targets.length} targets up, ${alertname} ${firing}`,
  });
};

const rise = async (question: Question): Promise<void> => {
  const { context, drill, alertname, subject } = question;
  const { clock, signal, allowanceMs } = context;
  const settings = await settingsFrom(question);
  const expr = alertsOf(question).find(({ alert }) => alert === alertname)?.expr ?? '';
  const shape = drill.disturb?.({ ...settings, ...analyse(expr), alertname, expr, speed: 1 });
  if (shape === undefined)
    throw new HarnessError('DRILL_INVALID', { what: 'the drill disturbs nothing', got: drill.id });
  const timing: Timing = { settings, crossing: [...shape.crossing], drain: [...shape.drain], allowanceMs };
  const injected = await shape.fault.inject({ stack: stackOf(question, subject), clock, signal, ingestPath: '' });
  const fault = { from: injected.from, effective: clock.now() };
  const lifted = { removing: 0, removed: 0 };
  try {
    await watchRise(question, bounds(timing, fault, undefined).firing, fault.from);
  } finally {
    lifted.removing = clock.now();
    await injected[Symbol.asyncDispose]();
    lifted.removed = clock.now();
  }
  await watchFall(question, bounds(timing, fault, lifted).cleared, lifted.removing);
};

const settingsFrom = async ({
  prometheus,
  alertmanager,
  rules,
  alertname,
  drill,
}: Question): Promise<Timing['settings']> =>
  settingsOf({
    prometheus: await prometheusConfig(prometheus),
    alertmanager: await alertmanagerConfig(alertmanager),
    ...{ rules, alertname, job: drill.system.job },
  });

const watchRise = async (question: Question, due: Bound | undefined, from: number): Promise<void> => {
  const { context, drill, alertname, prometheus, alertmanager } = question;
  const { clock, record } = context;
  const others = new Set<string>();
  const own = alertsOf(question).map(({ alert }) => alert);
  const expected = [alertname, ...(drill.companions?.must ?? []), ...(drill.companions?.may ?? [])];
  const firedAt = await waitFor(context, due, async () => {
    const firing = (await loadedAlerts(prometheus)).filter((rule) =>
      rule.alerts.some(({ state }) => state === 'firing'),
    );
    firing.forEach(({ name }) => own.includes(name) && !expected.includes(name) && others.add(name));
    return firing.some(({ name }) => name === alertname);
  });
  record({
    name: 'it fires',
    expected: 'firing',
    got: await stateOf(prometheus, alertname),
    within: within(due, from, firedAt),
  });
  const samples = await queryNow(prometheus, `ALERTS{alertname="${alertname}", alertstate="firing"}`);
  record({ name: alertSteps[1], expected: 'firing', got: samples.length > 0 ? 'firing' : 'no series' });
  await waitFor(
    context,
    { latest: clock.now() + 10_000 },
    async () => (await heldBy(alertmanager, alertname)) !== undefined,
  );
  const held = await heldBy(alertmanager, alertname);
  record({ name: alertSteps[2], expected: 'held', got: held === undefined ? 'not there' : 'held', detail: held });
  record({
    ...{ name: alertSteps[3], expected: 'told', got: 'unseen' },
    undecided: 'the receiver is not the harness’ own: what it got is not seen',
  });
  const got = others.size === 0 ? 'nothing' : [...others].join(', ');
  record({ name: alertSteps[4], expected: 'nothing', got });
};

const watchFall = async (question: Question, due: Bound | undefined, from: number): Promise<void> => {
  const { context, alertname, prometheus, alertmanager } = question;
  const { record, clock } = context;
  const isOver = async (): Promise<boolean> => (await stateOf(prometheus, alertname)) === 'inactive';
  const clearedAt = await waitFor(context, due, isOver);
  record({
    name: 'it clears',
    expected: 'inactive',
    got: await stateOf(prometheus, alertname),
    within: within(due, from, clearedAt),
  });
  const isGone = async (): Promise<boolean> => (await heldBy(alertmanager, alertname)) === undefined;
  const gone = await waitFor(context, { latest: clock.now() + 10_000 }, isGone);
  record({ name: alertSteps[6], expected: 'gone', got: gone === undefined ? 'still held' : 'gone' });
};

/** Gives when it held, in wall-clock ms; waits a little longer than it may take, so that what is late is seen to be late. */
const waitFor = async (
  { clock, signal }: AttachedContext,
  due: Pick<Bound, 'latest'> | undefined,
  holds: () => Promise<boolean>,
): Promise<number | undefined> => {
  const deadline = (due?.latest ?? clock.now()) + 30_000;
  while (!(await holds())) {
    if (clock.now() > deadline) return undefined;
    await clock.sleep(lookEveryMs, signal);
  }
  return clock.now();
};

const within = (due: Bound | undefined, from: number, at: number | undefined) => ({
  gotMs: at === undefined ? undefined : at - from,
  earliestMs: (due?.earliest ?? from) - from,
  latestMs: (due?.latest ?? from) - from,
  dominant: due?.dominant ?? '',
});

const stateOf = async (prometheus: string, alertname: string): Promise<string> => {
  const states = (await loadedAlerts(prometheus))
    .filter(({ name }) => name === alertname)
    .flatMap(({ alerts }) => alerts.map(({ state }) => state));
  return states.find((state) => state === 'firing') ?? states[0] ?? 'inactive';
};

/** The receivers to which Alertmanager takes an alert that it holds; undefined where it holds none. */
const heldBy = async (alertmanager: string, alertname: string): Promise<string | undefined> => {
  const held = (await heldAlerts(alertmanager)).find(({ labels }) => labels['alertname'] === alertname);
  return held === undefined ? undefined : `to ${held.receivers.map(({ name }) => name).join(' and ')}`;
};

const stackOf = ({ prometheus, alertmanager, context }: Question, subject: Subject): Stack => ({
  subject,
  prometheusUrl: prometheus,
  alertmanagerUrl: alertmanager,
  eventLog: '',
  sinks: new Map(),
  dependencies: new Map(),
  withdrawTarget: async () =>
    await Promise.reject(new HarnessError('FAULT_INEFFECTIVE', { what: 'discovery is not the harness’ own' })),
  clock: context.clock,
  [Symbol.asyncDispose]: async () => await Promise.resolve(),
});

import type { AttachedContext } from '../contract/index.ts';
import { analyse } from '../rules/index.ts';
import { heldAlerts } from './alertmanager-api.ts';
import { orNothing, withPart, type Check } from './check.ts';
import type { Described } from './described.ts';
import { alertmanagersOf, droppedAlerts, loadedAlerts } from './prometheus-api.ts';
import { statusOf } from './status-of.ts';

const ready = 'Alertmanager is ready';
const sends = 'Prometheus sends its alerts to an Alertmanager';
const dropped = 'Prometheus drops no alert on the way';
const arrives = 'what fires at Prometheus is held by Alertmanager';

/** Prometheus sends what fires again after a minute: an Alertmanager that was just started learns of it by then. */
const patienceMs = 75_000;
const lookEveryMs = 5_000;

/** Whether an alert that fires now gets from Prometheus to Alertmanager, by one that always fires or any other that does. */
export const checkPath = ({ name }: Described): Check => {
  const own = [sends, dropped];
  return {
    name: 'path',
    title: `alerts of ${name} get from Prometheus to Alertmanager`,
    steps: [ready, ...own, arrives],
    run: async (context) => {
      await withPart(context, 'alertmanagerUrl', [ready], async (url) => {
        context.record({ name: ready, expected: 'status 200', got: await statusOf(`${url}/-/ready`) });
      });
      await withPart(context, 'prometheusUrl', own, async (url) => await recordSending(context, url));
      await withPart(context, 'prometheusUrl', [arrives], async (prometheus) => {
        await withPart(context, 'alertmanagerUrl', [arrives], async (alertmanager) => {
          await recordArrival(context, { prometheus, alertmanager });
        });
      });
    },
  };
};

const recordSending = async ({ record }: AttachedContext, url: string): Promise<void> => {
  const receivers = await alertmanagersOf(url);
  const got = receivers.length > 0 ? 'sent' : 'to none';
  record({ name: sends, expected: 'sent', got, detail: receivers.length > 0 ? receivers.join(', ') : undefined });
  const count = await droppedAlerts(url);
  record({
    name: dropped,
    expected: 'none dropped',
    got: count === undefined ? 'unseen' : count > 0 ? `${count} dropped since it was started` : 'none dropped',
    undecided: count === undefined ? 'it does not show its own metrics' : undefined,
  });
};

type Urls = { readonly prometheus: string; readonly alertmanager: string };
type Firing = { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly always: boolean };

const recordArrival = async (context: AttachedContext, urls: Urls): Promise<void> => {
  const { record, clock, signal } = context;
  const deadline = clock.monotonic() + ((await alertmanagersOf(urls.prometheus)).length > 0 ? patienceMs : 0);
  let seen = await look(urls);
  while (seen.missing.length > 0 && clock.monotonic() < deadline) {
    await clock.sleep(lookEveryMs, signal);
    seen = await look(urls);
  }
  const { firing, missing } = seen;
  const watchdog = firing.find(({ always }) => always);
  const problems = missing.map(({ name }) => `${name} is not there`);
  record({
    name: arrives,
    expected: 'held',
    got: orNothing(problems, firing.length === 0 ? 'unseen' : 'held'),
    detail: watchdog === undefined ? undefined : `${watchdog.name} always fires`,
    undecided: firing.length === 0 ? 'no alert fires, and no rule always does, as that of a Watchdog would' : undefined,
  });
};

const look = async ({ prometheus, alertmanager }: Urls): Promise<{ firing: Firing[]; missing: Firing[] }> => {
  const firing = (await loadedAlerts(prometheus)).flatMap(({ name, query, alerts }) =>
    alerts
      .filter(({ state }) => state === 'firing')
      .map(({ labels }) => ({ name, labels, always: readsNothing(query) })),
  );
  const held = await heldAlerts(alertmanager);
  return { firing, missing: firing.filter(({ labels }) => !held.some((alert) => has(alert.labels, labels))) };
};

/** An expression that selects no series fires whatever happens. */
const readsNothing = (query: string): boolean => analyse(query).metrics.length === 0 && !query.includes('{');

/** Alertmanager's alert has the external labels of Prometheus beside those of the rule. */
const has = (all: Readonly<Record<string, string>>, some: Readonly<Record<string, string>>): boolean =>
  Object.entries(some).every(([name, value]) => all[name] === value);

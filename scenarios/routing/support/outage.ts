import type { Monitor, ScriptContext, ScriptedDrill } from '../../../harness/index.ts';
import { samplesOf } from './prometheus-state.ts';

/** The rule that the drills of Prometheus are about: "Service unreachable for 1m", of what refuses its scrape. */
export const outageAlert = 'FreightlinerDown';
export const everywhere = '#freightliner-monitoring + pagerduty';
/** In real time: the documented `for`, scrape interval and waits, and Alertmanager's own group_interval. */
export const outageMs = { for: 60_000, interval: 15_000, groupWait: 10_000, groupInterval: 300_000 } as const;

const job = 'freightliner';
const fixtures = 'fixtures/systems/freightliner';

/** What the drills of Prometheus have in common. */
export const onOutage = {
  system: job,
  case: 'positive',
  alertmanager: { path: `${fixtures}/alertmanager-documented.yml` },
  sinks: { slack: 'slack', pagerduty: 'pagerduty', target: 'target' },
  prometheus: {
    ...{ replicas: 1, job, target: 'target', path: `${fixtures}/prometheus.yml` },
    rules: { path: `${fixtures}/rules.yaml`, form: 'rules' },
  },
} as const satisfies Partial<ScriptedDrill>;

/** Has the target refuse every scrape from when each Prometheus has seen it up, until the handle is disposed. */
export const beginOutage = async (context: ScriptContext): Promise<Disposable> => {
  const isUp = async (prometheus: Monitor): Promise<boolean> =>
    (await samplesOf(context, prometheus, `up{job="${job}"}`)).at(-1)?.value === 1;
  const { stack, until, allowanceMs, speed } = context;
  const areUp = async (): Promise<boolean> => (await Promise.all(stack.prometheuses.map(isUp))).every(Boolean);
  if (!(await until(areUp, (2 * outageMs.interval) / speed + allowanceMs))) throw new Error('the target is not up');
  const target = stack.sinks.get('target');
  if (target === undefined) throw new Error('there is no target');
  return target.behave({ status: 503 });
};

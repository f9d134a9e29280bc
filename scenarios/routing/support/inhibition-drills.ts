import type { ScriptContext, ScriptedDrill } from '../../../harness/index.ts';
import { alertState } from './alert-state.ts';
import { Firing, type PostedAlert } from './firing.ts';
import { about } from './notifications.ts';

type Labels = Readonly<Record<string, string>>;

export type Inhibition = {
  readonly name: string;
  readonly title: string;
  readonly source: Labels;
  readonly target: Labels;
  /** An alert of another system that meets the same target. */
  readonly other: Labels;
};

const path = 'fixtures/systems/freightliner/alertmanager-documented.yml';
const speed = 300;
/** The longest wait of the tree's routes, and its interval. */
const timerMs = 300_000;
const steps = {
  source: 'the source arrives',
  suppressed: 'the target is suppressed while the source fires',
  silent: 'the target is not notified while the source fires',
  state: 'the state of another system’s alert while the source fires',
  other: 'another system’s alert while the source fires',
  cleared: 'the target arrives once the source has cleared',
} as const;

/** The documented inhibition, which names no `equal` and takes another system's alerts too, and the corrected one. */
export const inhibitionDrills = ({ name, title, ...alerts }: Inhibition): ScriptedDrill[] => {
  const common = { system: 'freightliner', sinks: { slack: 'slack', pagerduty: 'pagerduty' }, speed } as const;
  const lowerBound = [{ name: 'group_wait', earliestMs: timerMs, latestMs: timerMs }];
  const shared = { ...common, lowerBound, steps: Object.values(steps) };
  return [
    {
      ...shared,
      id: `routing/inhibition-${name}/documented`,
      title: `${title}, in every other system too`,
      case: 'finding',
      finding: {
        id: 'freightliner.defect.inhibition-equal',
        documented: `${title}; no \`equal\` is given`,
        shown: 'the same alert of another system is suppressed as well, and nobody hears of it',
      },
      alertmanager: { path },
      script: script(alerts, 'suppressed'),
    },
    {
      ...shared,
      id: `routing/inhibition-${name}/corrected`,
      title: `${title}, in the same system alone`,
      case: 'positive',
      alertmanager: { path, change: (text) => text.replaceAll(/( +)target_matchers: .*/g, '$&\n$1equal: [system]') },
      script: script(alerts, 'active'),
    },
  ];
};

const nameOf = (labels: Labels): string => labels['alertname'] ?? '';
const alert = (labels: Labels): PostedAlert => ({ labels });

const script =
  ({ source, target, other }: Pick<Inhibition, 'source' | 'target' | 'other'>, otherIs: 'suppressed' | 'active') =>
  async (context: ScriptContext): Promise<void> => {
    const { clock, signal, allowanceMs, until, record } = context;
    const firingSource = await Firing.start(context, [alert(source)]);
    const isNotified = await until(
      () => about(context, nameOf(source), 'firing').length > 0,
      timerMs / context.speed + allowanceMs,
    );
    record({ name: steps.source, awaited: true, expected: 'notified', got: isNotified ? 'notified' : 'nothing' });
    await Firing.start(context, [alert(target), alert(other)]);
    await clock.sleep((2 * timerMs) / context.speed + allowanceMs, signal);
    record({
      name: steps.suppressed,
      awaited: true,
      expected: 'suppressed',
      got: await alertState(context, nameOf(target)),
    });
    record({ name: steps.silent, expected: 'nothing', got: arrivals(context, target) });
    record({ name: steps.state, awaited: true, expected: otherIs, got: await alertState(context, nameOf(other)) });
    const told = otherIs === 'active' ? ({ expected: 'notified', awaited: true } as const) : { expected: 'nothing' };
    record({ name: steps.other, ...told, got: arrivals(context, other) });
    const cleared = clock.now();
    await firingSource.resolve();
    await until(() => about(context, nameOf(target), 'firing').length > 0, timerMs / context.speed + allowanceMs);
    const at = about(context, nameOf(target), 'firing')[0]?.at;
    record({
      name: steps.cleared,
      expected: 'notified',
      got: arrivals(context, target),
      within: {
        gotMs: at === undefined ? undefined : at - cleared,
        earliestMs: 0,
        latestMs: timerMs / context.speed + allowanceMs,
        dominant: 'group_interval',
      },
    });
  };

const arrivals = (context: ScriptContext, labels: Labels): string =>
  about(context, nameOf(labels), 'firing').length > 0 ? 'notified' : 'nothing';

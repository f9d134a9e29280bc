import type { Check, JudgedDrill, Sighting, TransitionName } from '../../harness/contract/index.ts';

/** The moment that a drill's times are counted from. */
export type Zero = { readonly at: number; readonly since: 'the fault' | 'the start' };

/** A check of a transition; it has a bound where its time is held against one. */
export type TransitionCheck = Check & { readonly transition: TransitionName };

/** Gives the moment that a drill's times are counted from: the earliest at which its fault could show, or its start. */
export const zeroOf = ({ fault, phases, startedAt }: JudgedDrill): Zero => {
  const faultAt = fault?.from ?? fault?.requested;
  if (faultAt !== undefined) return { at: faultAt, since: 'the fault' };
  return { at: startedAt ?? phases[0]?.at ?? 0, since: 'the start' };
};

/** Gives how long a drill took, in ms; undefined when it did not run to its end. */
export const durationOf = ({ startedAt, endedAt }: JudgedDrill): number | undefined =>
  startedAt === undefined || endedAt === undefined ? undefined : endedAt - startedAt;

/** Gives the checks of transitions, in the order in which they happen. */
export const transitionChecks = ({ verdict }: JudgedDrill): TransitionCheck[] =>
  verdict.checks.filter((check): check is TransitionCheck => check.transition !== undefined);

/** Gives why a drill came to its outcome, each reason once, with what went wrong in the harness last. */
export const reasonsOf = ({ verdict, failure, skipped }: JudgedDrill): string[] => [
  ...new Set([
    ...(skipped === undefined ? [] : [skipped]),
    ...verdict.reasons,
    ...(failure === undefined ? [] : [`${failure.code}: ${failure.message}`]),
  ]),
];

/** Gives every alert that a drill is about, its own first: those expected, and those that were seen. */
export const alertsOf = ({ plan, sightings }: JudgedDrill): string[] => [
  ...new Set([
    ...(plan?.alertname === undefined ? [] : [plan.alertname]),
    ...(plan?.expectations ?? []).map(({ alertname }) => alertname),
    ...sightings.map(({ alertname }) => alertname),
  ]),
];

/** Gives the notifications that the receiver got, in their order, and whether the drill may have each. */
export const notificationsOf = (drill: JudgedDrill): readonly (Sighting & { readonly expected: boolean })[] => {
  const { expectations = [], companions } = drill.plan ?? {};
  const expected = new Set([
    ...expectations.filter(({ behaviour }) => behaviour === 'fires-and-clears').map(({ alertname }) => alertname),
    ...(companions?.must ?? []),
    ...(companions?.may ?? []),
  ]);
  return drill.sightings
    .filter(({ observer }) => observer === 'sink')
    .toSorted((a, b) => a.when - b.when)
    .map((sighting) => ({ ...sighting, expected: expected.has(sighting.alertname) }));
};

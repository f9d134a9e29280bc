import type { CaseName, EnvironmentName, Scenario } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

type Selection = {
  /** Suites, drills or what is below one. */
  readonly named: readonly string[];
  readonly systems?: readonly string[];
  readonly cases?: readonly CaseName[];
  readonly environment?: EnvironmentName;
};

/**
 * Gives the drills that a selector names (`alerts`, `alerts/cano-collector-down`, a whole id, or anything below one), in
 * the given systems, of the given cases, and for the environment; none given is all. Throws `DRILL_UNKNOWN` or `SYSTEM_UNKNOWN` with what there is, the nearest name first.
 */
export const select = (all: Scenario, { named, systems = [], cases = [], environment }: Selection): Scenario => {
  const { scripted = [] } = all;
  const selectors = named.map((name) => name.replace(/\/+$/, ''));
  mustKnow(all, selectors, systems);
  const isChosen = (entry: { readonly id: string; readonly case: CaseName }, system: string): boolean =>
    (selectors.length === 0 || selectors.some((selector) => isBelow(entry.id, selector))) &&
    (cases.length === 0 || cases.includes(entry.case)) &&
    (systems.length === 0 || systems.includes(system));
  const drills = all.drills.filter((drill) => isChosen(drill, drill.system.name));
  const scripts = scripted.filter(
    (drill) => isChosen(drill, drill.system) && isDemanded(drill, selectors) && isFor(drill, selectors, environment),
  );
  if (drills.length + scripts.length === 0) throw nothingLeft(selectors, systems, cases);
  return {
    drills,
    impossible: all.impossible.filter((entry) => isChosen(entry, entry.system)),
    ...(all.scripted === undefined ? {} : { scripted: scripts }),
  };
};

/** Throws where a name is of no drill or no system. */
const mustKnow = (all: Scenario, selectors: readonly string[], systems: readonly string[]): void => {
  const { scripted = [] } = all;
  const ids = [...all.drills, ...scripted].map(({ id }) => id);
  const known = [
    ...new Set([...all.drills.map((drill) => drill.system.name), ...scripted.map(({ system }) => system)]),
  ];
  for (const name of systems) if (!known.includes(name)) throw unknown('SYSTEM_UNKNOWN', 'system', name, known);
  for (const selector of selectors) {
    if (ids.some((id) => isBelow(id, selector))) continue;
    const cannotBe = all.impossible.find(({ id }) => id === selector);
    if (cannotBe === undefined) throw unknown('DRILL_UNKNOWN', 'drill', selector, ids);
    const what = 'this case cannot exist';
    throw new HarnessError('DRILL_UNKNOWN', { what, got: selector, next: cannotBe.reason });
  }
};

/** Whether a drill that only runs on demand is named itself. */
const isDemanded = (drill: Scripts[number], selectors: readonly string[]): boolean =>
  !('onDemand' in drill) || selectors.includes(drill.id);

/** Whether a drill is for an environment, or a suite that is only for others was named by itself, whose reports then say so. */
const isFor = (
  { id, environments = ['local'] }: Scripts[number],
  selectors: readonly string[],
  environment: EnvironmentName | undefined,
): boolean =>
  environment === undefined || environments.includes(environment) || selectors.some((name) => isBelow(id, name));

type Scripts = NonNullable<Scenario['scripted']>;

const isBelow = (id: string, selector: string): boolean => id === selector || id.startsWith(`${selector}/`);

const nothingLeft = (...choices: (readonly string[])[]): HarnessError => {
  const [drills, systems, cases] = choices.map((names) => (names.length === 0 ? 'any' : names.join(' or ')));
  const got = `drill ${drills}, system ${systems}, case ${cases}`;
  const next = 'leave one out; `firedrill list` shows the drills, `--json` with their systems and cases';
  return new HarnessError('DRILL_UNKNOWN', { what: 'no drill is all that was asked for', got, next });
};

const unknown = (
  code: 'SYSTEM_UNKNOWN' | 'DRILL_UNKNOWN',
  what: string,
  got: string,
  known: readonly string[],
): HarnessError => {
  const nearest = [...known].sort((a, b) => distance(a, got) - distance(b, got)).slice(0, 3);
  const next = `did you mean ${nearest.join(' or ')}? \`firedrill list\` shows all`;
  return new HarnessError(code, { what: `there is no ${what} of this name`, got, next });
};

/** Levenshtein's distance between two names. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

import type { Drill, ImpossibleCase, Scenario } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

/**
 * Gives the drills that a selector names (`alerts`, `alerts/cano-collector-down`, a whole id, or anything below one), in
 * the given systems. Throws `DRILL_UNKNOWN` or `SYSTEM_UNKNOWN` with what there is, the nearest name first.
 */
export const select = (all: Scenario, named: readonly string[], systems: readonly string[]): Scenario => {
  const selectors = named.map((name) => name.replace(/\/+$/, ''));
  const known = [...new Set(all.drills.map((drill) => drill.system.name))];
  for (const name of systems) if (!known.includes(name)) throw unknown('SYSTEM_UNKNOWN', 'system', name, known);
  for (const selector of selectors) {
    if (!all.drills.some((drill) => isBelow(drill.id, selector))) {
      const cannotBe = all.impossible.find(({ id }) => id === selector);
      if (cannotBe !== undefined) {
        throw new HarnessError('DRILL_UNKNOWN', {
          what: 'this case cannot exist',
          got: selector,
          next: cannotBe.reason,
        });
      }
      throw unknown(
        'DRILL_UNKNOWN',
        'drill',
        selector,
        all.drills.map(({ id }) => id),
      );
    }
  }
  const isChosen = ({ id }: Drill | ImpossibleCase, system: string): boolean =>
    (selectors.length === 0 || selectors.some((selector) => isBelow(id, selector))) &&
    (systems.length === 0 || systems.includes(system));
  return {
    drills: all.drills.filter((drill) => isChosen(drill, drill.system.name)),
    impossible: all.impossible.filter((entry) => isChosen(entry, entry.system)),
  };
};

const isBelow = (id: string, selector: string): boolean => id === selector || id.startsWith(`${selector}/`);

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

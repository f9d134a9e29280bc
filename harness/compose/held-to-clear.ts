import type { Act, Rehearsal } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

/**
 * Gives the rehearsal back, if one that says that it clears an alert also looks: its fault must be seen by the alert as
 * `firing`, and what is good must have it as `absent`, each in what a command has to print. Throws `DRILL_INVALID`.
 */
export const heldToClear = (rehearsal: Rehearsal, where: string): Rehearsal => {
  const { clears, fault, good = [] } = rehearsal;
  if (clears === undefined) return rehearsal;
  const alertname = clears.slice(clears.lastIndexOf('.') + 1);
  const missing = [
    ...(fault !== undefined && looksFor(fault.seen, alertname, 'firing') ? [] : ['firing while it is broken']),
    ...(good.some((act) => looksFor(act, alertname, 'absent')) ? [] : ['absent when it is repaired']),
  ];
  if (missing.length === 0) return rehearsal;
  throw new HarnessError('DRILL_INVALID', {
    what: `the rehearsal of ${rehearsal.procedure} does not look whether it clears ${alertname}`,
    where,
    expected: `commands about ${alertname} that must print that it is ${missing.join(' and ')}`,
    next: 'look for the alert in fault.seen and in good, or leave out clears',
  });
};

const looksFor = ({ run = '', expect }: Act, alertname: string, state: 'firing' | 'absent'): boolean =>
  run.includes(alertname) && expect.says !== undefined && new RegExp(`\\b${state}\\b`).test(expect.says);

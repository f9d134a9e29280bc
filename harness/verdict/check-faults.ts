import type { Check, DrillRecord } from '../contract/index.ts';

/** Checks that every fault of a scripted drill took effect and was lifted; what did not break proves nothing. */
export const checkFaults = ({ faults = [] }: DrillRecord): Check[] =>
  faults.map(({ title, effective, removed, proof }) => {
    const name = `fault: ${title}`;
    if (effective === undefined) return { name, outcome: 'errored', message: `${title}: it never took effect` };
    if (removed === undefined) return { name, outcome: 'errored', message: `${title}: it was never lifted` };
    return { name, outcome: 'held', message: `${title}: ${proof ?? 'in effect'}` };
  });

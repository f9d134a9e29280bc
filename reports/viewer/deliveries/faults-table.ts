import type { FaultRecord } from '../../../harness/contract/index.ts';
import { signed } from '../../facts/plain-text.ts';
import { markup, type Fragment, type Html } from '../markup.ts';
import { table } from '../parts.ts';

const columns = ['Fault', 'Requested', 'In effect', 'Removing', 'Removed', 'Proof'];

/** Writes every fault of a scripted drill with the second of each stage and the proof that it was in effect. */
export const faultsTable = (faults: readonly FaultRecord[], zero: number, since: string): Html => {
  const second = (at: number | undefined): Fragment =>
    at === undefined ? markup`<strong class="extra">never</strong>` : signed(at - zero, 2);
  const rows = faults.map(({ title, requested, effective, removing, removed, proof }, index): Fragment[] => [
    `${index + 1}. ${title}`,
    ...[requested, effective, removing, removed].map(second),
    proof ?? markup`<span class="muted">none</span>`,
  ]);
  return table({ className: 'faults', caption: `Faults, in seconds since ${since}`, columns }, rows);
};

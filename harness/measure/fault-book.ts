import { ledgerFaultNames, type AlertTransition, type LedgerFault, type LedgerSummary } from '../contract/index.ts';
import { createEarliest } from './earliest.ts';

/** Counts what is wrong with transitions, and names the first few of each. */
export type FaultBook = {
  /** Notes a fault of a transition of the time `at`, so many times. */
  note(fault: LedgerFault, transition: AlertTransition, at: number, times?: number): void;
  counts(): Record<LedgerFault, number>;
  examples(): LedgerSummary['examples'];
};

/** Opens an empty book that names up to `most` transitions of each fault. */
export const createFaultBook = (most: number): FaultBook => {
  const pages = ledgerFaultNames.map((fault) => ({ fault, count: 0, earliest: createEarliest(most) }));
  const pageOf = new Map(pages.map((page) => [page.fault, page]));
  return {
    note(fault, { id, status }, at, times = 1) {
      const page = pageOf.get(fault);
      if (page === undefined) return;
      page.count += times;
      page.earliest.add(at, id, status);
    },
    counts: () => Object.fromEntries(pages.map(({ fault, count }) => [fault, count])) as Record<LedgerFault, number>,
    examples: () =>
      Object.fromEntries(
        pages.filter(({ count }) => count > 0).map(({ fault, earliest }) => [fault, earliest.transitions()]),
      ),
  };
};

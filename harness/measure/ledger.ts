import type { AlertTransition, LedgerSummary } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { createSlotIndex } from './slot-index.ts';
import { createTally, type TallyOptions } from './tally.ts';
import { createTransitionTable, type Answer } from './transition-table.ts';

/** A transition of an alert that was to be sent at `intendedMs`, whenever it was, in wall-clock ms. */
export type SentTransition = AlertTransition & {
  readonly intendedMs: number;
  readonly answer: Answer;
  /** When it really was sent and answered; where they are missing, each is taken to be over before the next begins. */
  readonly sentMs?: number;
  readonly answeredMs?: number;
};

/** A transition that one destination was given, in wall-clock ms. */
export type ArrivedTransition = AlertTransition & { readonly at: number };

/** Accounts for every transition of an alert, sent and arrived, in whatever order they are told. */
export type Ledger = {
  sent(transition: SentTransition): void;
  arrived(transition: ArrivedTransition): void;
  /** Gives what became of all of them, with the destination watched until `endAt`, in wall-clock ms. */
  close(endAt: number): LedgerSummary;
};

/** Opens an empty ledger. It keeps some 50 bytes of each alert whose id ends in a running number. */
export const createLedger = (options: TallyOptions): Ledger => {
  const slots = createSlotIndex();
  const table = createTransitionTable();
  let resent = 0;
  const rowOf = ({ id, status }: AlertTransition, time: number): number => {
    if (!Number.isFinite(time)) throw new HarnessError('INTERNAL', { what: 'a time is no number', where: id });
    return slots.slotOf(id) * 2 + (status === 'firing' ? 0 : 1);
  };
  return {
    sent(transition) {
      const row = rowOf(transition, transition.intendedMs);
      if (table.sent(row, transition)) resent += 1;
    },
    arrived(transition) {
      table.arrived(rowOf(transition, transition.at), transition.at);
    },
    close(endAt) {
      const tally = createTally(options, endAt, resent);
      slots.forEach((slot, id) => tally.add(id, table.at(slot * 2), table.at(slot * 2 + 1)));
      return tally.summary();
    },
  };
};

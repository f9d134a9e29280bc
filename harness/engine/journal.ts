import { closeSync, openSync, writeSync } from 'node:fs';
import type { EventBody, RunEvent } from '../contract/index.ts';
import { HarnessError, messageOf, type Clock } from '../core/index.ts';

/** Takes the events of a run in order. */
export interface Journal extends Disposable {
  append(body: EventBody): RunEvent;
  /** All that was appended. */
  readonly events: readonly RunEvent[];
}

/**
 * Opens the journal at `path`: one event a line, numbered without a gap, written before `append` returns, so that a
 * killed run leaves a readable file. Throws `JOURNAL_UNWRITABLE` when the file cannot be opened or the disk is full.
 */
export const openJournal = (path: string, clock: Clock, onEvent: (event: RunEvent) => void): Journal => {
  const file = guarded(path, () => openSync(path, 'wx'));
  const events: RunEvent[] = [];
  return {
    events,
    append(body) {
      const event: RunEvent = { seq: events.length, at: clock.now(), ...body };
      guarded(path, () => writeSync(file, `${JSON.stringify(event)}\n`));
      events.push(event);
      onEvent(event);
      return event;
    },
    [Symbol.dispose]: () => closeSync(file),
  };
};

const guarded = <T>(where: string, write: () => T): T => {
  try {
    return write();
  } catch (cause) {
    throw new HarnessError('JOURNAL_UNWRITABLE', {
      what: 'the journal cannot be written',
      where,
      got: messageOf(cause),
      cause,
    });
  }
};

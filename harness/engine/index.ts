export { foldDrill, foldRun } from './fold.ts';
export { openJournal, type Journal } from './journal.ts';
export { openRun, type OpenRun } from './open-run.ts';
export type { EngineParts, LoadOptions } from './parts.ts';
export type {
  Planned,
  PlannedAttached,
  PlannedDelivery,
  PlannedDrill,
  PlannedRunbook,
  PlannedScript,
  Waits,
} from './planned-drill.ts';
export { readJournal } from './read-journal.ts';

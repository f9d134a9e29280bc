import type { JudgedDrill, RunEvent, RunRecord } from '../contract/index.ts';
import { foldDrill, foldRun, readJournal } from '../engine/index.ts';
import { judgeDrill, judgeRun } from '../verdict/index.ts';

/** Judges one drill by the events of a run, or gives undefined when there are none of it. */
export const judgeOne = (events: readonly RunEvent[], id: string): JudgedDrill | undefined => {
  const record = foldDrill(events, id);
  return record === undefined ? undefined : { ...record, verdict: judgeDrill(record) };
};

/** Reads the text of a journal and judges the run; `path` is for messages. Throws `JOURNAL_INVALID`. */
export const readRun = (text: string, path: string, strictFindings: boolean): RunRecord =>
  judgeRun(foldRun(readJournal(text, path)), strictFindings);

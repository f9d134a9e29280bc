import { eventSchema, type RunEvent } from '../contract/index.ts';
import { HarnessError, messageOf } from '../core/index.ts';

/**
 * Reads the text of a journal. A last line that was cut off by a crash is left out; any other line that is no event, or a
 * gap in the numbers, throws `JOURNAL_INVALID` with its line.
 */
export const readJournal = (text: string, path: string): RunEvent[] => {
  const lines = text.split('\n');
  const cutOff = lines.pop() !== '';
  if (cutOff && lines.length === 0) throw invalid(path, 1, 'no whole line');
  return lines.map((line, index) => {
    const event = parseLine(line, path, index + 1);
    if (event.seq !== index) throw invalid(path, index + 1, `seq ${event.seq}, expected ${index}`);
    return event;
  });
};

const parseLine = (line: string, path: string, number: number): RunEvent => {
  const { data, error } = eventSchema.safeParse(parseJson(line, path, number));
  if (error === undefined) return data;
  const issues = error.issues.map(({ path: key, message }) => [...key, message].join(': '));
  throw invalid(path, number, issues.join('; '));
};

const parseJson = (line: string, path: string, number: number): unknown => {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw invalid(path, number, messageOf(error));
  }
};

const invalid = (path: string, line: number, got: string): HarnessError =>
  new HarnessError('JOURNAL_INVALID', { what: 'not an event of a journal', where: `${path}:${line}`, got });

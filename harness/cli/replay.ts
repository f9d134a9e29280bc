import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { formatConsole, writeReports } from '../../reports/index.ts';
import { readRun } from '../compose/index.ts';
import { HarnessError, messageOf } from '../core/index.ts';
import { hasColour, type Surroundings } from './surroundings.ts';

/** Writes the reports of a run again from its journal, which also works for one that was killed. */
export const replay = async (
  folder: string,
  { strictFindings = false }: { strictFindings?: boolean },
  surroundings: Surroundings,
): Promise<number> => {
  const path = join(folder, 'journal.ndjson');
  const text = await fs.readFile(path, 'utf8').catch((cause: unknown) => {
    throw new HarnessError('JOURNAL_INVALID', {
      what: 'the journal cannot be read',
      where: path,
      got: messageOf(cause),
      cause,
    });
  });
  const run = readRun(text, path, strictFindings);
  const written = await writeReports(run, folder, fs);
  const { stdout } = surroundings;
  stdout.write(`${formatConsole(run, { color: hasColour(surroundings), width: stdout.columns || 120 })}\n`);
  stdout.write(`${written.map((report) => report.path).join('\n')}\n`);
  return run.exitCode;
};

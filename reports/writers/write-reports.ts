import type * as nodeFs from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../../harness/contract/index.ts';
import { renderReport } from '../viewer/render-report.ts';
import { renderJunit } from './render-junit.ts';
import { renderSummary } from './render-summary.ts';

type Writer = (run: RunRecord) => string;

const writers = {
  'run.json': (run) => `${JSON.stringify(run, null, 2)}\n`,
  'junit.xml': renderJunit,
  'summary.md': (run) => renderSummary(run),
  'report.html': renderReport,
} satisfies Record<string, Writer>;

type ReportName = keyof typeof writers;
type ReportFs = Pick<typeof nodeFs, 'writeFile' | 'mkdir' | 'rename'>;

/** A report and where it is; `error` says why it could not be written. */
export type WrittenReport = { readonly name: ReportName; readonly path: string; readonly error?: string };

/** Writes every report of a run to a folder, each whole or not at all; one that fails does not stop the others. */
export const writeReports = (run: RunRecord, folder: string, fs: ReportFs): Promise<WrittenReport[]> =>
  Promise.all(
    (Object.keys(writers) as ReportName[]).map(async (name) => {
      const path = join(folder, name);
      try {
        await writeWhole(path, folder, writers[name](run), fs);
        return { name, path };
      } catch (error) {
        return { name, path, error: error instanceof Error ? error.message : String(error) };
      }
    }),
  );

const writeWhole = async (path: string, folder: string, text: string, fs: ReportFs): Promise<void> => {
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(`${path}.part`, text);
  await fs.rename(`${path}.part`, path);
};

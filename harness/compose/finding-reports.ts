import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DrillEvidence, FindingEvidence, FindingReport, RunRecord } from '../contract/index.ts';
import { loadFindings, reportFinding } from '../documents/index.ts';
import { documentsOf, loadDocumentChecks, runDocumentChecks, type RunDocuments } from './documents.ts';
import { readRuns, type WrittenRun } from './runs.ts';

export type FindingOptions = RunDocuments & {
  /** Where the runs' reports are. */
  readonly runs: string;
  /** Only findings of these systems, by the first part of their ids; all when none is named. */
  readonly systems: readonly string[];
};

/** Runs the documents' checks, gathers what the newest runs have shown, and says what state each finding is in. */
export const findingReports = async (options: FindingOptions): Promise<FindingReport[]> => {
  const { root, systems } = options;
  const path = 'fixtures/documents/findings.yaml';
  const wanted = (id: string): boolean => systems.length === 0 || systems.some((system) => id.startsWith(`${system}.`));
  const findings = loadFindings(await readFile(join(root, path), 'utf8'), path).filter(({ id }) => wanted(id));
  const checks = (await loadDocumentChecks(root)).filter(({ finding }) => wanted(finding));
  const results = await runDocumentChecks(checks, options);
  const shown = (await readRuns(options.runs)).map((run) => evidenceOf(run));
  const documents = documentsOf(root);
  return findings.map((finding) => {
    const drills = shown.map((evidence) => evidence(finding.id)).find((found) => found.length > 0) ?? [];
    return reportFinding(finding, {
      drills,
      checks: results.filter((result) => result.finding === finding.id),
      documents,
    });
  });
};

const evidenceOf = ({ record, folder, journal }: WrittenRun): ((id: string) => DrillEvidence[]) => {
  const path = join(folder, 'journal.ndjson');
  const shown = [...judged(record).flatMap(({ verdict }) => verdict.finding ?? []), ...ofPanels(record)];
  return (id) =>
    shown
      .filter((finding) => finding.id === id)
      .map(({ drill, proven, shown: what }) => ({
        drill,
        runId: record.runId,
        proven,
        shown: what,
        journal: path,
        events: journal(drill),
      }));
};

/** A panel that no drill has judged says nothing of a document. */
const ofPanels = ({ dashboards = [], defect }: RunRecord): FindingEvidence[] =>
  defect === undefined
    ? dashboards.flatMap(({ panels }) =>
        panels.flatMap(({ finding, outcome }) =>
          finding !== undefined && (outcome === 'held' || outcome === 'breached') ? [finding] : [],
        ),
      )
    : [];

/** A drill that could not tell says nothing about a document; nor does one on a broken variant. */
const judged = ({ drills, defect }: RunRecord): RunRecord['drills'] =>
  defect === undefined
    ? drills.filter(({ verdict }) => verdict.outcome === 'held' || verdict.outcome === 'breached')
    : [];

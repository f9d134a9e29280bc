import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findingReports } from '../../harness/compose/index.ts';
import { loadDocumentChecks, runDocumentChecks } from '../../harness/compose/documents.ts';
import type { CheckProbe, DocumentCheck } from '../../harness/contract/index.ts';
import { systemClock } from '../../harness/core/index.ts';
import { loadFindings } from '../../harness/documents/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const toolchain = process.env['FIREDRILL_TOOLCHAIN'];
const options = { root, env: process.env, clock: systemClock };
const checks = await loadDocumentChecks(root);
const findings = loadFindings(readFileSync(`${root}/fixtures/documents/findings.yaml`, 'utf8'), 'findings.yaml');

/** The corrected form, held to what the documented one is expected to do. */
const repaired = ({ documented, corrected, ...check }: DocumentCheck): DocumentCheck => {
  const { run } = corrected;
  if (run.kind === 'promql' && documented.run.kind === 'promql') {
    const promised = documented.run.values;
    // Where no rule is corrected, the query is.
    const values =
      run.rules === undefined
        ? promised.map((each, at) => ({ ...each, ...run.values[at], value: each.value }))
        : promised;
    return { ...check, documented: { run: { ...run, values }, expect: documented.expect }, corrected };
  }
  const probe: CheckProbe = { run, expect: documented.expect };
  return { ...check, documented: probe, corrected };
};

describe('the list of findings', () => {
  it('has the 213 ids of the catalogue, each with a state of its own', () => {
    expect(findings).toHaveLength(213);
    const run = new Set(checks.map(({ finding }) => finding));
    const open = findings.filter(({ id, text, needs, cannot }) => !run.has(id) && !text && !needs && !cannot);
    expect(open).toEqual([]);
  });

  it('has every finding that a check is about', () => {
    const ids = new Set(findings.map(({ id }) => id));
    expect(checks.filter(({ finding }) => !ids.has(finding))).toEqual([]);
  });
});

describe.skipIf(toolchain === undefined)('the checks of the documents', () => {
  it('turn red when a document is corrected', { timeout: 600_000 }, async () => {
    const results = await runDocumentChecks(checks.map(repaired), options);
    expect(results.filter(({ outcome }) => outcome === 'held').map(({ finding }) => finding)).toEqual([]);
  });

  it('show what the critical findings say', { timeout: 600_000 }, async () => {
    const reports = await findingReports({ ...options, runs: `${root}/none`, systems: ['cross'] });
    expect(reports.filter(({ outcome }) => outcome === 'breached' || outcome === 'errored')).toEqual([]);
    expect(reports.filter(({ state }) => state === 'executed').length).toBeGreaterThan(2);
  });
});

import type { DocumentCheckResult, DrillEvidence, Finding, FindingReport } from '../contract/index.ts';
import type { Documents } from './documented-text.ts';

type Known = {
  readonly drills: readonly DrillEvidence[];
  readonly checks: readonly DocumentCheckResult[];
  readonly documents: Documents;
};

type Judged = Pick<FindingReport, 'state' | 'outcome' | 'evidence'>;

/** Says what state a finding is in: what was run outweighs what the text says, and that what is said to stand in the way. */
export const reportFinding = (finding: Finding, { drills, checks, documents }: Known): FindingReport => ({
  ...finding,
  ...(executed(drills, checks) ?? inTheText(finding, documents) ?? standsInTheWay(finding, checks)),
  drills,
  checks,
});

const executed = (drills: readonly DrillEvidence[], all: readonly DocumentCheckResult[]): Judged | undefined => {
  const checks = all.filter(({ outcome }) => outcome !== 'skipped');
  if (drills.length + checks.length === 0) return undefined;
  const unproven = drills.find(({ proven }) => !proven);
  const failed =
    checks.find(({ outcome }) => outcome === 'breached') ?? checks.find(({ outcome }) => outcome !== 'held');
  const state = 'executed';
  if (unproven !== undefined)
    return { state, outcome: 'breached', evidence: `${unproven.drill} of ${unproven.runId} does not show it` };
  if (failed !== undefined)
    return { state, outcome: failed.outcome, evidence: failed.reason ?? `not shown: ${whatFailed(failed)}` };
  const events = drills.map(({ drill, runId, events: span }) => `${drill} (run ${runId}, events ${spanOf(span)})`);
  const shown = checks.map(({ kinds, shows }) => `${kinds.join(', ')}: ${shows}`);
  return { state, outcome: 'held', evidence: [...events, ...shown].join('; ') };
};

const spanOf = (span: DrillEvidence['events']): string =>
  span === undefined ? 'unknown' : `${span.first}–${span.last}`;

const whatFailed = ({ documented, corrected }: DocumentCheckResult): string =>
  [
    documented?.asExpected === false
      ? `the documented form was to give ${documented.expected}, and gave ${documented.seen}`
      : undefined,
    corrected?.asExpected === false
      ? `the corrected form was to give ${corrected.expected}, and gave ${corrected.seen}`
      : undefined,
  ]
    .filter((part) => part !== undefined)
    .join('; ');

const inTheText = ({ text }: Finding, documents: Documents): Judged | undefined => {
  if (text === undefined) return undefined;
  const read = text.map(({ document, has, lacks }) => {
    const whole = documents(document).join('\n');
    const line = lineOf(whole, has ?? lacks ?? '');
    const holds = has === undefined ? line === undefined : line !== undefined;
    const where = line === undefined ? document : `${document}:${line}`;
    return { holds, says: has === undefined ? `${where} lacks /${lacks ?? ''}/` : `${where} has /${has}/` };
  });
  const wrong = read.filter(({ holds }) => !holds);
  return {
    state: 'checked in the text',
    outcome: wrong.length === 0 ? 'held' : 'breached',
    evidence: (wrong.length === 0 ? read : wrong.map(({ says }) => ({ says: `not so: ${says}` })))
      .map(({ says }) => says)
      .join('; '),
  };
};

const lineOf = (text: string, pattern: string): number | undefined => {
  const found = new RegExp(pattern, 'mu').exec(text);
  return found === null ? undefined : text.slice(0, found.index).split('\n').length;
};

const standsInTheWay = ({ cannot, needs }: Finding, checks: readonly DocumentCheckResult[]): Judged => {
  if (cannot !== undefined) return { state: 'cannot be executed', outcome: 'skipped', evidence: cannot };
  const evidence = needs ?? checks[0]?.reason ?? 'a run of the drill that shows it';
  return { state: 'needs an environment', outcome: 'skipped', evidence };
};

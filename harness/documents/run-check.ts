import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckProbe, DocumentCheck, DocumentCheckResult, ProbeResult } from '../contract/index.ts';
import { HarnessError, messageOf } from '../core/index.ts';
import { documentedText, type Documents } from './documented-text.ts';
import { execute } from './execute.ts';
import { judgeProbe } from './judge-probe.ts';
import type { Means } from './means.ts';

export type CheckMeans = Pick<Means, 'programs' | 'env'> & {
  readonly documents: Documents;
  /** Where each run gets an empty folder, which is removed after it. */
  readonly temporary: string;
  /** Whether a program is on PATH. */
  readonly isThere: (program: string) => Promise<boolean>;
};

/**
 * Runs both forms of a check. *Held* when the documented form fails as the finding says and the corrected one works;
 * *skipped* with the reason when a program is not there; *errored* when something could not be run.
 */
export const runCheck = async (check: DocumentCheck, means: CheckMeans): Promise<DocumentCheckResult> => {
  const { finding, shows } = check;
  const kinds = [...new Set([check.documented.run.kind, check.corrected.run.kind])];
  const known = { finding, shows, kinds };
  const missing = await missingOf(check, means);
  if (missing.length > 0) return { ...known, outcome: 'skipped', reason: `needs on PATH: ${missing.join(', ')}` };
  try {
    const documented = await probe(check.documented, means);
    const corrected = await probe(check.corrected, means);
    const outcome = documented.asExpected && corrected.asExpected ? 'held' : 'breached';
    return { ...known, outcome, documented, corrected };
  } catch (error) {
    const isMissing = error instanceof HarnessError && error.code === 'TOOL_MISSING';
    return { ...known, outcome: isMissing ? 'skipped' : 'errored', reason: messageOf(error) };
  }
};

const missingOf = async ({ documented, corrected }: DocumentCheck, { isThere }: CheckMeans): Promise<string[]> => {
  const wanted = [documented.run, corrected.run].flatMap((run) =>
    run.kind === 'shell' ? [...(run.program === 'node' ? [] : [run.program]), ...(run.needs ?? [])] : [],
  );
  const there = await Promise.all([...new Set(wanted)].map(async (name) => [name, await isThere(name)] as const));
  return there.filter(([, found]) => !found).map(([name]) => name);
};

const probe = async ({ run, expect }: CheckProbe, means: CheckMeans): Promise<ProbeResult> => {
  const folder = await mkdtemp(join(means.temporary, 'firedrill-document-'));
  try {
    const textOf: Means['textOf'] = (text) => documentedText(text, means.documents);
    return judgeProbe(expect, await execute(run, { ...means, folder, textOf }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

import { readFileSync, readdirSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentCheck, DocumentCheckResult, DocumentSuite } from '../contract/index.ts';
import { HarnessError, messageOf, type Clock } from '../core/index.ts';
import { runCheck, type CheckMeans, type Documents } from '../documents/index.ts';
import { findOnPath, resolveTools, type ToolProgress } from '../toolchain/index.ts';

/** Loads every check of `scenarios/documents/*.ts`; throws `DRILL_INVALID` for a file that does not load. */
export const loadDocumentChecks = async (root: string): Promise<DocumentCheck[]> => {
  const checks: DocumentCheck[] = [];
  for (const path of (await Array.fromAsync(glob('scenarios/documents/*.ts', { cwd: root }))).sort()) {
    if (path.endsWith('.test.ts')) continue;
    const module = (await import(pathToFileURL(join(root, path)).href)) as Record<string, unknown>;
    checks.push(...Object.values(module).flatMap((value) => (isSuite(value) ? value.checks : [])));
  }
  return checks;
};

const isSuite = (value: unknown): value is DocumentSuite =>
  typeof value === 'object' && value !== null && 'checks' in value;

export type RunDocuments = {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly onTool?: (event: ToolProgress) => void;
  readonly atOnce?: number;
};

/** Runs checks, a few at once, and gives their results in the same order. */
export const runDocumentChecks = async (
  checks: readonly DocumentCheck[],
  options: RunDocuments,
): Promise<DocumentCheckResult[]> => {
  const means = await checkMeans(options);
  const waiting = checks.entries();
  const results: DocumentCheckResult[] = [];
  const work = async (): Promise<void> => {
    for (const [index, check] of waiting) results[index] = await runCheck(check, means);
  };
  await Promise.all(Array.from({ length: options.atOnce ?? 2 }, work));
  return results;
};

const checkMeans = async ({ root, env, clock, onTool }: RunDocuments): Promise<CheckMeans> => {
  const wanted = ['promtool', 'amtool', 'prometheus', 'yq'] as const;
  const tools = await resolveTools(wanted, { clock, env, ...(onTool === undefined ? {} : { onProgress: onTool }) });
  return {
    env,
    programs: Object.fromEntries([...tools].map(([name, { path }]) => [name, path])),
    documents: documentsOf(root),
    temporary: tmpdir(),
    isThere: async (program) => (await findOnPath(program, env)).length > 0,
  };
};

/** Reads the documents of `fixtures/documents` by the number that their names begin with, and fixtures by their path. */
export const documentsOf = (root: string): Documents => {
  const folder = join(root, 'fixtures/documents');
  return (number) => {
    try {
      const name = readdirSync(folder).find((each) => each.startsWith(`${number}_`));
      const path = name === undefined ? join(root, number) : join(folder, name);
      return readFileSync(path, 'utf8').replace(/\n$/, '').split('\n');
    } catch (cause) {
      throw new HarnessError('DRILL_INVALID', {
        what: 'no such document',
        got: number,
        expected: messageOf(cause),
        cause,
      });
    }
  };
};

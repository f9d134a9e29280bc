import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FindingClaim, Procedure, Rehearsal, RunbookDrill, RunbookSite, RunbookSuite } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { loadFindings } from '../documents/index.ts';
import { loadProcedures, rehearsalSteps } from '../runbooks/index.ts';
import { heldToClear } from './held-to-clear.ts';

const proceduresPath = 'fixtures/documents/procedures.yaml';
const findingsPath = 'fixtures/documents/findings.yaml';

/** Reads the procedures of the documents; throws `CONFIG_INVALID`. */
export const readProcedures = async (root: string): Promise<Procedure[]> =>
  loadProcedures(await readFile(join(root, proceduresPath), 'utf8'), proceduresPath);

/**
 * Gives a drill for each procedure that `scenarios/runbooks/*.ts` rehearses, in the order of the documents. Throws
 * `DRILL_INVALID` for a rehearsal of a procedure that there is not, and for one that does not look at the alert it clears.
 */
export const runbookDrills = async (root: string): Promise<RunbookDrill[]> => {
  const paths = (await Array.fromAsync(glob('scenarios/runbooks/*.ts', { cwd: root }))).sort();
  if (paths.length === 0) return [];
  const procedures = await readProcedures(root);
  const findings = loadFindings(await readFile(join(root, findingsPath), 'utf8'), findingsPath);
  const claims = new Map(findings.map(({ id, claim }) => [id, claim]));
  const library = new Map(procedures.map((each) => [each.id, each]));
  const drills: RunbookDrill[] = [];
  for (const path of paths) {
    if (path.endsWith('.test.ts')) continue;
    const module = (await import(pathToFileURL(join(root, path)).href)) as Record<string, unknown>;
    for (const { site, rehearsals } of Object.values(module).filter(isSuite))
      drills.push(
        ...rehearsals.map((each) =>
          drillOf(heldToClear(each, path), procedureOf(procedures, each, path), site, { claims, library }),
        ),
      );
  }
  return drills;
};

const isSuite = (value: unknown): value is RunbookSuite =>
  typeof value === 'object' && value !== null && 'rehearsals' in value;

const procedureOf = (procedures: readonly Procedure[], { procedure }: Rehearsal, where: string): Procedure => {
  const found = procedures.find(({ id }) => id === procedure);
  if (found !== undefined) return found;
  throw new HarnessError('DRILL_INVALID', { what: 'no such procedure', where, got: procedure });
};

const drillOf = (
  rehearsal: Rehearsal,
  procedure: Procedure,
  site: RunbookSite | undefined,
  { claims, library }: { readonly claims: ReadonlyMap<string, string>; readonly library: RunbookDrill['library'] },
): RunbookDrill => {
  const { id, title, system } = procedure;
  const finding = claimOf(rehearsal, procedure, claims);
  return {
    id: `runbooks/${id}`,
    title,
    system,
    case: finding === undefined ? 'positive' : 'finding',
    ...(finding && { finding }),
    lowerBound: [],
    steps: rehearsalSteps(procedure, rehearsal, library),
    weight: { cpu: 0.5, memoryMb: 300, ...(site && { lane: site.namespaces[0] ?? site.name }) },
    environments: site === undefined ? ['local', 'containers', 'kind'] : ['kind'],
    procedure,
    library,
    rehearsal,
    site,
  };
};

const claimOf = (
  { corrected, findings = [] }: Rehearsal,
  { title }: Procedure,
  claims: ReadonlyMap<string, string>,
): FindingClaim | undefined => {
  const [id] = findings;
  if (corrected === undefined || id === undefined) return undefined;
  const shown = claims.get(id);
  if (shown === undefined) throw new HarnessError('DRILL_INVALID', { what: 'no such finding', got: id });
  return { id, documented: `“${title}” works as it is written.`, shown };
};

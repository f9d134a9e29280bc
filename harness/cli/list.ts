import { loadScenarios, select } from '../compose/index.ts';
import type { ImpossibleCase } from '../contract/index.ts';
import { projectRoot } from './project.ts';
import type { RunFlags } from './run-flags.ts';
import type { Surroundings } from './surroundings.ts';

/** Prints the drills that are chosen, or all, as a table or as JSON. */
export const listDrills = async (
  selectors: readonly string[],
  { system, case: cases, json }: Pick<RunFlags, 'system' | 'case' | 'json'>,
  { stdout }: Surroundings,
): Promise<number> => {
  const selection = { named: selectors, systems: system, cases };
  const { drills, impossible, scripted = [] } = select(await loadScenarios(projectRoot), selection);
  const fromScripts = scripted.map(({ id, title, system, case: name, finding, ...rest }) => ({
    id,
    title,
    system,
    case: name,
    alert: undefined,
    finding: finding?.id,
    needs: ['attached' in rest ? 'attached' : 'monitors'],
  }));
  const fromDrills = drills.map((drill) => ({
    id: drill.id,
    title: drill.title,
    system: drill.system.name,
    case: drill.case,
    alert: drill.alertId,
    finding: drill.finding?.id,
    needs: drill.needs ?? [],
  }));
  const rows = [...fromDrills, ...fromScripts];
  stdout.write(
    json === true ? `${JSON.stringify({ drills: rows, impossible }, null, 2)}\n` : asTable(rows, impossible),
  );
  return 0;
};

type Row = { readonly id: string; readonly case: string; readonly title: string };

const asTable = (rows: readonly Row[], impossible: readonly ImpossibleCase[]): string => {
  const width = Math.max(...rows.map(({ id }) => id.length));
  const lines = rows.map((row) => `${row.id.padEnd(width)}  ${row.case.padEnd(16)}  ${row.title}`);
  const reasons = impossible.map(({ id, reason }) => `  ${id}: ${reason}`);
  const cannot = reasons.length === 0 ? [] : ['', 'Cases that cannot exist:', ...reasons];
  return `${[...lines, ...cannot, '', `${rows.length} drills`].join('\n')}\n`;
};

import { loadScenarios, select } from '../compose/index.ts';
import { projectRoot } from './project.ts';
import type { Surroundings } from './surroundings.ts';

/** Prints the drills that are chosen, or all, as a table or as JSON. */
export const listDrills = async (
  selectors: readonly string[],
  { system, json }: { system: readonly string[]; json?: true },
  { stdout }: Surroundings,
): Promise<number> => {
  const { drills, impossible } = select(await loadScenarios(projectRoot), selectors, system);
  const rows = drills.map((drill) => ({
    id: drill.id,
    title: drill.title,
    system: drill.system.name,
    case: drill.case,
    alert: drill.alertId,
    finding: drill.finding?.id,
    needs: drill.needs ?? [],
  }));
  if (json === true) {
    stdout.write(`${JSON.stringify({ drills: rows, impossible }, null, 2)}\n`);
    return 0;
  }
  const width = Math.max(...rows.map(({ id }) => id.length));
  const lines = rows.map((row) => `${row.id.padEnd(width)}  ${row.case.padEnd(16)}  ${row.title}`);
  const reasons = impossible.map(({ id, reason }) => `  ${id}: ${reason}`);
  stdout.write(`${lines.join('\n')}\n\nCases that cannot exist:\n${reasons.join('\n')}\n\n${rows.length} drills\n`);
  return 0;
};

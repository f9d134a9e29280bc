import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadScenarios } from '../../harness/compose/index.ts';

const root = join(import.meta.dirname, '../..');
const matrix = parse(readFileSync(join(root, 'collector-under-test/defects/matrix.yaml'), 'utf8')) as {
  defects: Record<string, string[]>;
  deliveries: Record<string, Record<string, string>>;
  cluster: Record<string, Record<string, string>>;
  reference: string[];
  configuration: string[];
};
const breached = [...Object.values(matrix.defects).flat(), ...matrix.reference];

test('every drill is breached by at least one defect, and the matrix names no other', async () => {
  const ids = (await loadScenarios(root)).drills.map(({ id }) => id);
  expect([...new Set(breached)].sort()).toEqual(ids.sort());
});

test('the matrix has every variant of every system, each by one name, and every defect breaches something', async () => {
  const { drills, scripted = [] } = await loadScenarios(root);
  const subjects = scripted.flatMap((drill) => ('delivery' in drill ? [drill.delivery.subject] : []));
  const systems = [...drills.map(({ system }) => system), ...subjects];
  const variants = [...new Set(systems.flatMap((system) => Object.keys(system.variants)))];
  const checked = [...Object.entries(matrix.deliveries), ...Object.entries(matrix.cluster)];
  const delivered = checked.map(([name, checks]) => [name, Object.keys(checks)] as const);
  const named = [...Object.entries(matrix.defects), ...delivered];
  const names = new Set([...named.map(([name]) => name), ...matrix.configuration]);
  expect([...names].sort()).toEqual(variants.sort());
  expect(named.filter(([, ids]) => ids.length === 0)).toEqual([]);
});

test('a defect breaches only drills of its own system', async () => {
  const { drills } = await loadScenarios(root);
  const foreign = Object.entries(matrix.defects).flatMap(([defect, ids]) =>
    drills
      .filter(({ id, system }) => ids.includes(id) && !(defect in system.variants))
      .map(({ id }) => `${defect} ${id}`),
  );
  expect(foreign).toEqual([]);
});

test('a defect of delivery breaches drills that there are', async () => {
  const ids = ((await loadScenarios(root)).scripted ?? []).map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining(
      [matrix.deliveries, matrix.cluster].flatMap((part) =>
        Object.values(part).flatMap((checks) => Object.keys(checks)),
      ),
    ),
  );
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadScenarios } from '../../harness/compose/index.ts';

const root = join(import.meta.dirname, '../..');
const matrix = parse(readFileSync(join(root, 'collector-under-test/defects/matrix.yaml'), 'utf8')) as {
  defects: Record<string, string[]>;
  reference: string[];
};
const breached = [...Object.values(matrix.defects).flat(), ...matrix.reference];

test('every drill is breached by at least one defect, and the matrix names no other', async () => {
  const ids = (await loadScenarios(root)).drills.map(({ id }) => id);
  expect([...new Set(breached)].sort()).toEqual(ids.sort());
});

test('the matrix has every variant of every system, each by one name, and every defect breaches something', async () => {
  const systems = new Map((await loadScenarios(root)).drills.map(({ system }) => [system.name, system]));
  const variants = [...systems.values()].flatMap((system) => Object.keys(system.variants));
  expect(Object.keys(matrix.defects).sort()).toEqual(variants.sort());
  expect(Object.entries(matrix.defects).filter(([, ids]) => ids.length === 0)).toEqual([]);
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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
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

test('the matrix has every variant of the system, and every defect breaches something', () => {
  expect(Object.keys(matrix.defects).sort()).toEqual(Object.keys(canoCollector.variants).sort());
  expect(Object.entries(matrix.defects).filter(([, ids]) => ids.length === 0)).toEqual([]);
});

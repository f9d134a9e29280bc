import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { documentsOf } from '../../harness/compose/documents.ts';
import { readProcedures, runbookDrills } from '../../harness/compose/runbook-drills.ts';
import { documentedText } from '../../harness/documents/index.ts';
import { actText, stateOf } from '../../harness/runbooks/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const documents = documentsOf(root);
const procedures = await readProcedures(root);
const drills = await runbookDrills(root);
const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** Where a rehearsal shows something else than the catalogue says, by the procedure, and why it does. */
const justified = {
  'cano.proc.monitor-resource-usage':
    'the catalogue goes by an image without a shell and a cluster that measures nothing; here the image has `df`, and metrics-server runs',
} as const;

describe('the procedures', () => {
  test('are those of the documents, word for word', () => {
    expect(procedures).toHaveLength(99);
    for (const { id, source, steps } of procedures) {
      for (const { n, lines, text } of steps) {
        if (text === undefined || lines === undefined) continue;
        const documented = documentedText(
          { document: source.document.slice(0, 3), lines: lines.replaceAll(' ', '') },
          documents,
        );
        let from = 0;
        const unwritten = words(text).filter((word) => {
          const at = words(documented).indexOf(word, from);
          if (at >= 0) from = at + 1;
          return at < 0;
        });
        expect({ id, n, unwritten }).toEqual({ id, n, unwritten: [] });
      }
    }
  });
});

describe('the rehearsals', () => {
  test('are of every procedure, or say why it cannot be executed', () => {
    const rehearsed = drills.map(({ procedure }) => procedure.id);
    expect(rehearsed.toSorted()).toEqual(procedures.map(({ id }) => id).toSorted());
    expect(drills.filter(({ rehearsal: { cannot } }) => cannot === undefined).length).toBeGreaterThanOrEqual(75);
  });

  test('agree with the catalogue on what works as it is written', () => {
    const contradictions = drills.flatMap(({ procedure: { id, worksAsWritten }, rehearsal }) => {
      const state = stateOf(rehearsal);
      const worksAlthoughNot = state === 'works as written' && worksAsWritten === 'no';
      const failsUnproven = state.startsWith('fails') && worksAsWritten === 'not disproved' && !rehearsal.findings;
      return worksAlthoughNot || failsUnproven ? [id] : [];
    });
    expect(contradictions).toEqual(Object.keys(justified));
  });

  test('take every image of their sites from the settings', async () => {
    const sites = new Set(drills.flatMap(({ site }) => site?.manifests ?? []));
    const images = (await Promise.all([...sites].map(async (path) => await readFile(join(root, path), 'utf8'))))
      .flatMap((text) => [...text.matchAll(/^\s*image: (.*)$/gm)])
      .map(([, image = '']) => image);
    expect(images.length).toBeGreaterThan(2);
    expect(images.filter((image) => !/^\$\{image\.[\w-]+\}$/.test(image))).toEqual([]);
  });

  test('find the text of every step, and everything in it that they correct', () => {
    const library = { textOf: (text: Parameters<typeof documentedText>[0]) => documentedText(text, documents) };
    for (const { procedure, library: all, rehearsal } of drills) {
      const acts = [...rehearsal.documented, ...(rehearsal.corrected ?? [])];
      for (const act of acts) expect(() => actText(act, procedure, { ...library, procedures: all })).not.toThrow();
    }
  });

  test('run the documented form as it is', () => {
    const changed = drills.filter(({ rehearsal: { documented } }) => documented.some(({ replace }) => replace));
    expect(changed.map(({ id }) => id)).toEqual([]);
  });

  test('prove what they say: by what is so afterwards, or by what each step must say', () => {
    const mute = drills.filter(
      ({ rehearsal: { cannot, good, documented } }) =>
        cannot === undefined &&
        good === undefined &&
        !documented.some(({ expect: { says, saysNot } }) => says !== undefined || saysNot !== undefined),
    );
    expect(mute.map(({ id }) => id)).toEqual([]);
  });
});

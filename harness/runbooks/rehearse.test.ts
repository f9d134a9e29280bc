import { describe, expect, test } from 'vitest';
import type { ArmRecord, Procedure, Rehearsal, StepFact } from '../contract/index.ts';
import { systemClock } from '../core/index.ts';
import { rehearse } from './rehearse.ts';
import { rehearsalSteps } from './rehearsal-steps.ts';

const procedure: Procedure = {
  id: 'shop.proc.repair',
  system: 'shop',
  title: 'Repair',
  category: 'recovery',
  source: { document: '000_x', section: 'Repair', lines: '1-2' },
  worksAsWritten: 'no',
  defects: [],
  steps: [{ n: 1, step: 'Put it back', lines: '1' }],
};
const programs = Object.fromEntries(['bash', 'cat', 'cp', 'rm', 'sleep'].map((name) => [name, `/usr/bin/${name}`]));

/** Something that is broken and repaired by copying a file; the document names a file that there is not. */
const rehearsal: Rehearsal = {
  procedure: procedure.id,
  files: { good: 'whole\n', config: 'whole\n' },
  fault: {
    title: 'the file is broken',
    run: 'echo broken > config',
    seen: { run: 'cat config', expect: { says: 'broken' } },
  },
  good: [{ title: 'it is whole', run: 'cat config', expect: { says: 'whole' } }],
  documented: [{ step: 1, expect: { status: 'refused' } }],
  corrected: [{ step: 1, replace: [['bad', 'good']], expect: { status: 'accepted' } }],
  state: 'cat config',
  watchMs: 300,
};

const run = async (change: Partial<Rehearsal> = {}): Promise<{ facts: StepFact[]; arms: ArmRecord[] }> => {
  const facts: StepFact[] = [];
  const arms: ArmRecord[] = [];
  const text = 'cp bad config';
  await rehearse({
    procedure,
    rehearsal: { ...rehearsal, ...change },
    library: {
      procedures: new Map(),
      textOf: (of) =>
        typeof of === 'string' ? of : (of.replace ?? []).reduce((all, [from, to]) => all.replaceAll(from, to), text),
    },
    programs,
    env: {},
    site: undefined,
    tools: { clock: systemClock, signal: new AbortController().signal, record: (fact) => void facts.push(fact) },
    arm: (record) => void arms.push(record),
  });
  return { facts, arms };
};
const wrong = (facts: readonly StepFact[]): string[] =>
  facts.filter(({ expected, got }) => expected !== got).map(({ name }) => name);

describe('a rehearsal', () => {
  test('shows that the fault stays, that the document does not repair it, and that its correction does', async () => {
    const { facts, arms } = await run();
    expect(wrong(facts)).toEqual([]);
    expect(facts.map(({ name }) => name)).toEqual(rehearsalSteps(procedure, rehearsal, new Map()));
    expect(arms.map(({ arm, before, after }) => [arm, before, after])).toEqual([
      ['control', 'broken', 'broken'],
      ['documented', 'broken', 'broken'],
      ['corrected', 'broken', 'whole'],
    ]);
    expect(arms.map(({ repairedMs }) => repairedMs !== undefined)).toEqual([false, false, true]);
  });

  test('turns red where the corrected form is the documented one', async () => {
    const { facts } = await run({ corrected: rehearsal.documented, repairMs: 500 });
    expect(wrong(facts)).toEqual(['corrected: repaired']);
  });

  test('turns red where what is broken repairs itself', async () => {
    const heals = { ...rehearsal.fault!, run: 'echo broken > config; (sleep 1; cp good config) &' };
    const { facts } = await run({ fault: heals, watchMs: 5_000 });
    expect(wrong(facts)).toEqual(expect.arrayContaining(['control: repaired', 'documented: repaired']));
  });

  test('turns red where nothing was to be done', async () => {
    const { facts } = await run({ good: [{ run: 'cat good', expect: { says: 'whole' } }] });
    expect(wrong(facts)).toContain('control: good although the file is broken');
  });

  test('is no rehearsal where the fault has no effect', async () => {
    const without = { ...rehearsal.fault!, run: 'cat config' };
    await expect(run({ fault: without })).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
  });

  test('ends a command that does not end, and finds no program but those that it may call', async () => {
    const { facts } = await run({
      documented: [
        { run: 'sleep 60', deadlineMs: 200, expect: { status: 124 } },
        { run: 'docker ps', expect: { status: 127 } },
      ],
    });
    expect(wrong(facts)).toEqual([]);
  });
});

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../engine/testing/temp-folder.ts';
import { runProgram } from './program.ts';
import { projectVersion } from './project.ts';
import { fakeSurroundings, runCommandLine } from './testing/fake-surroundings.ts';

describe('the command line', () => {
  test('says its version', async () => {
    expect(await runCommandLine(['--version'])).toEqual({ status: 0, out: `${projectVersion()}\n`, err: '' });
  });

  test('shows its commands and what each exit status means', async () => {
    const { status, out, err } = await runCommandLine(['--help']);
    expect([status, err]).toEqual([0, '']);
    for (const command of ['run', 'list', 'doctor', 'report']) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(out).toContain(
      '0 held, 1 breached, 2 bad usage or configuration, 3 errored, 4 inconclusive, 130 interrupted',
    );
  });

  test('shows its commands, with status 2, when none is named', async () => {
    const { status, out, err } = await runCommandLine([]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain('Usage: firedrill');
  });

  test.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['run', '--sped', '6'], "unknown option '--sped'"],
    [['run', '--speed', '0.5'], 'expected a number of 1 or more'],
    [['run', '--speed', 'fast'], 'expected a number of 1 or more'],
    [['run', '--seed', '-1'], 'expected a whole number of 0 or more'],
    [['run', '--seed', '1.5'], 'expected a whole number of 0 or more'],
    [['run', '--out'], 'argument missing'],
    [['report', 'one', 'two'], 'too many arguments'],
  ])('ends with 2 and one line for %j', async (args, message) => {
    const { status, out, err } = await runCommandLine(args);
    expect([status, out]).toEqual([2, '']);
    expect(err.split('\n')[0]).toMatch(/^USAGE: /);
    expect(err).toContain(message);
  });

  test.each([
    [['run', 'alerts/cano-colector-down'], 'DRILL_UNKNOWN', 'did you mean alerts/cano-collector-down '],
    [['run', 'alerts/cano-collector-down/just-under'], 'DRILL_UNKNOWN', '`up` is 0 or 1'],
    [['run', '--system', 'cano-colector'], 'SYSTEM_UNKNOWN', 'did you mean cano-collector'],
    [['list', '--system', 'cano-collector,nobody'], 'SYSTEM_UNKNOWN', 'nobody'],
    [['run', 'alerts/cano-collector-down', '--defect', 'none'], 'DEFECT_UNKNOWN', 'got none; → one of '],
    [['run', 'routing', '--defect', 'nonsense'], 'DEFECT_UNKNOWN', 'got nonsense; → choose drills of a system'],
    [['run', 'alerts/cano-collector-down', '--out', '/dev/null/x'], 'REPORT_UNWRITABLE', '/dev/null/x'],
  ])('ends with 2 and one line for what there is not: %j', async (args, code, message) => {
    const { status, out, err } = await runCommandLine(args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(new RegExp(`^${code}: .*\n$`));
    expect(err).toContain(message);
  });

  test('ends with 3, a message and where it was for a defect of its own', async () => {
    const surroundings = fakeSurroundings();
    const write = (): boolean => {
      throw new TypeError('no such thing');
    };
    expect(await runProgram(['list'], { ...surroundings, stdout: { ...surroundings.stdout, write } })).toBe(3);
    const text = surroundings.stderr.written.join('');
    expect(text).toMatch(/^INTERNAL: no such thing\n/);
    expect(text).toContain('program.test.ts');
  });
});

describe('list', () => {
  type Listed = {
    drills: { id: string; system: string; alert?: string }[];
    impossible: { id: string; reason: string }[];
  };
  const listed = async (...args: readonly string[]): Promise<Listed> => {
    const { status, out } = await runCommandLine(['list', '--json', ...args]);
    expect(status).toBe(0);
    return JSON.parse(out) as Listed;
  };

  test('gives every drill, and every case that cannot exist with the reason, as JSON', async () => {
    const { drills, impossible } = await listed();
    expect(drills).toContainEqual({
      id: 'alerts/cano-collector-down',
      title: 'a killed collector is noticed',
      system: 'cano-collector',
      case: 'positive',
      alert: 'cano.alert.CanoCollectorDown',
      needs: expect.any(Array) as string[],
    });
    expect(drills).toContainEqual(expect.objectContaining({ id: 'routing/silence', needs: ['monitors'] }));
    expect(impossible.map(({ id }) => id)).toContain('alerts/cano-collector-down/just-under');
    for (const { reason } of impossible) expect(reason).not.toBe('');
  });

  test('gives only what is chosen', async () => {
    const { drills, impossible } = await listed('alerts/cano-collector-down/', '--system', 'cano-collector');
    const all = [...drills, ...impossible].map(({ id }) => id);
    expect(all).toContain('alerts/cano-collector-down');
    expect(all.filter((id) => !/^alerts\/cano-collector-down(\/|$)/.test(id))).toEqual([]);
  });

  test('gives a table with one line for each', async () => {
    const { drills, impossible } = await listed();
    const { status, out } = await runCommandLine(['list']);
    expect(status).toBe(0);
    const lines = out.split('\n');
    for (const { id } of drills) expect(lines.filter((line) => line.startsWith(`${id} `))).toHaveLength(1);
    for (const { id, reason } of impossible) expect(lines).toContain(`  ${id}: ${reason}`);
    expect(out).toMatch(new RegExp(`\n${drills.length} drills\n$`));
  });
});

test('report ends with 2 and one line where there is no journal', async () => {
  await using folder = await tempFolder();
  const { status, err } = await runCommandLine(['report', join(folder.path, 'none')]);
  expect(status).toBe(2);
  expect(err).toMatch(/^JOURNAL_INVALID: .*none\/journal\.ndjson: the journal cannot be read.*ENOENT.*\n$/);
});

import { describe, expect, test } from 'vitest';
import { capture, runCaptured } from './testing/captured.ts';
import { hasColour } from './surroundings.ts';

describe('bad usage ends with 2 and one message', () => {
  test.each([
    [['run', '--spede', '3'], 'USAGE: unknown option', '--speed'],
    [['run', '--speed', '0.5'], 'USAGE: option', 'expected a number of 1 or more'],
    [['run', '--seed', '-1'], 'USAGE: option', 'expected a whole number of 0 or more'],
    [['drill'], 'USAGE: unknown command', 'drill'],
    [['run', 'alerts/cano-collector-dwn'], 'DRILL_UNKNOWN', 'alerts/cano-collector-down'],
    [['run', 'alerts/cano-collector-down/just-under'], 'DRILL_UNKNOWN', '`up` is 0 or 1'],
    [['run', '--system', 'cano-colector'], 'UNKNOWN', 'cano-collector'],
    [['report', 'no/such/run'], '', 'no/such/run'],
  ])('%j', async (args, begin, words) => {
    const { status, out, err } = await runCaptured(...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(begin);
    expect(err).toContain(words);
    expect(err).not.toContain('    at ');
  });
});

test('help and version end with 0', async () => {
  expect(await runCaptured('--version')).toEqual({ status: 0, out: '0.1.0\n', err: '' });
  const { status, out } = await runCaptured('--help');
  expect(status).toBe(0);
  expect(out).toContain('Exit status: 0 held, 1 breached');
});

describe('list', () => {
  test('names each drill, and each case that cannot exist with its reason', async () => {
    const { status, out } = await runCaptured('list', 'alerts/cano-collector-down');
    expect(status).toBe(0);
    expect(out).toMatch(/^alerts\/cano-collector-down\/pod-gone +finding /m);
    expect(out).toContain('alerts/cano-collector-down/just-under: `up` is 0 or 1');
    expect(out).toMatch(/\n4 drills\n$/);
  });

  test('gives the same as JSON', async () => {
    const { out } = await runCaptured('list', 'alerts/cano-collector-down', '--json');
    const { drills, impossible } = JSON.parse(out) as { drills: { id: string }[]; impossible: { case: string }[] };
    expect(drills).toHaveLength(4);
    expect(drills[0]).toMatchObject({ system: 'cano-collector', alert: 'cano.alert.CanoCollectorDown' });
    expect(impossible).toMatchObject([{ case: 'just-under' }]);
  });
});

test('colours are for a terminal, unless NO_COLOR or a dumb one says otherwise', () => {
  const colour = (env: NodeJS.ProcessEnv, isTTY: boolean): boolean => {
    const { surroundings } = capture(env);
    return hasColour({ ...surroundings, stdout: { ...surroundings.stdout, isTTY } });
  };
  expect([colour({}, true), colour({}, false)]).toEqual([true, false]);
  expect([colour({ NO_COLOR: '1' }, true), colour({ TERM: 'dumb' }, true)]).toEqual([false, false]);
  expect([colour({ NO_COLOR: '' }, true), colour({ FORCE_COLOR: '1' }, false)]).toEqual([true, true]);
});

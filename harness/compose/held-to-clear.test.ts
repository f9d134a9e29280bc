import { describe, expect, it } from 'vitest';
import type { Act, Rehearsal } from '../contract/index.ts';
import { heldToClear } from './held-to-clear.ts';

const alertIs = (state: string, name = 'CollectionFailed'): Act => ({
  run: `alerts | grep ${name}`,
  expect: { status: 'accepted', says: `^state: ${state}$` },
});
const rehearsal = (seen: Act, ...good: Act[]): Rehearsal => ({
  procedure: 'k8smon.proc.a',
  clears: 'k8smon.alert.CollectionFailed',
  fault: { title: 'broken', run: 'break', seen },
  good,
  documented: [],
});

describe('a rehearsal that says that it clears an alert', () => {
  it('looks for it as firing, and as absent afterwards', () => {
    const looking = rehearsal(
      alertIs('firing'),
      { run: 'test -e it', expect: { status: 'accepted' } },
      alertIs('absent'),
    );
    expect(heldToClear(looking, 'a.ts')).toBe(looking);
  });

  it.for([
    [
      'a fault that is seen by something else',
      rehearsal(alertIs('firing', 'Other'), alertIs('absent')),
      'firing while',
    ],
    ['a fault that must not be firing', rehearsal(alertIs('pending'), alertIs('absent')), 'firing while'],
    ['no look afterwards', rehearsal(alertIs('firing')), 'absent when'],
    ['a look afterwards at another', rehearsal(alertIs('firing'), alertIs('absent', 'Other')), 'absent when'],
    ['no fault', { ...rehearsal(alertIs('firing'), alertIs('absent')), fault: undefined }, 'firing while'],
  ] as const)('is refused with %s', ([, refused, missing]) => {
    const { fault, ...rest } = refused;
    expect(() => heldToClear(fault === undefined ? rest : { ...rest, fault }, 'a.ts')).toThrow(missing);
  });

  it('may say nothing of alerts', () => {
    const silent: Rehearsal = { procedure: 'k8smon.proc.a', documented: [] };
    expect(heldToClear(silent, 'a.ts')).toBe(silent);
  });
});

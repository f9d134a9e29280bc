import { describe, expect, it } from 'vitest';
import type { ImpossibleCase, Scenario } from '../contract/index.ts';
import { select } from './select.ts';
import { drill, system } from './testing/drills.ts';

const impossible = (id: string, name: string): ImpossibleCase => ({
  id,
  system: name,
  alertId: 'x',
  case: 'just-under',
  reason: 'none',
});
const all: Scenario = {
  drills: [
    drill('alerts/shop-down'),
    drill('alerts/shop-down/frozen'),
    drill('alerts/shop-downtime'),
    drill('routing/shop', { system: system('till') }),
  ],
  impossible: [impossible('alerts/shop-down/just-under', 'shop'), impossible('routing/shop/just-under', 'till')],
};
const idsOf = ({ drills, impossible: cases }: Scenario): string[] => [...drills, ...cases].map(({ id }) => id);
const failureOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('select', () => {
  it('gives everything for no selector', () => {
    expect(select(all, [], [])).toEqual(all);
  });

  it.each([
    [
      ['alerts'],
      ['alerts/shop-down', 'alerts/shop-down/frozen', 'alerts/shop-downtime', 'alerts/shop-down/just-under'],
    ],
    [['alerts/shop-down'], ['alerts/shop-down', 'alerts/shop-down/frozen', 'alerts/shop-down/just-under']],
    [['alerts/shop-down/frozen'], ['alerts/shop-down/frozen']],
    [
      ['alerts/shop-downtime', 'routing'],
      ['alerts/shop-downtime', 'routing/shop', 'routing/shop/just-under'],
    ],
    [
      ['alerts', 'alerts/shop-downtime'],
      ['alerts/shop-down', 'alerts/shop-down/frozen', 'alerts/shop-downtime', 'alerts/shop-down/just-under'],
    ],
  ])('takes %j as whole names and what is below them', (selectors, ids) => {
    expect(idsOf(select(all, selectors, []))).toEqual(ids);
  });

  it('takes only the given systems', () => {
    expect(idsOf(select(all, [], ['till']))).toEqual(['routing/shop', 'routing/shop/just-under']);
    expect(idsOf(select(all, ['alerts'], ['till']))).toEqual([]);
  });

  it.each(['alerts/shop-dow', 'alert', 'shop-down', ''])(
    'knows no drill %j, which is only a part of a name',
    (name) => {
      expect(failureOf(() => select(all, [name], []))).toMatchObject({ code: 'DRILL_UNKNOWN', details: { got: name } });
    },
  );

  it('suggests the nearest three drills, the nearest first', () => {
    expect(failureOf(() => select(all, ['alerts', 'alerts/shop-dwon'], []))).toMatchObject({
      code: 'DRILL_UNKNOWN',
      message:
        'there is no drill of this name; got alerts/shop-dwon; → did you mean alerts/shop-down or alerts/shop-downtime or alerts/shop-down/frozen? `firedrill list` shows all',
    });
  });

  it('suggests the nearest system', () => {
    expect(failureOf(() => select(all, [], ['tills']))).toMatchObject({
      code: 'SYSTEM_UNKNOWN',
      details: { got: 'tills', next: expect.stringContaining('did you mean till or shop?') as string },
    });
  });

  it('says why a case that was named cannot exist', () => {
    const error = failureOf(() => select(all, ['alerts/shop-down/just-under'], []));
    expect(error).toMatchObject({ code: 'DRILL_UNKNOWN', details: { next: 'none' } });
  });

  it('takes a slash at the end for none', () => {
    expect(idsOf(select(all, ['routing/'], []))).toEqual(['routing/shop', 'routing/shop/just-under']);
  });
});

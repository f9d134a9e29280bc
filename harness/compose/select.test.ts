import { describe, expect, it } from 'vitest';
import type { ImpossibleCase, Scenario, ScriptedDrill } from '../contract/index.ts';
import { select } from './select.ts';
import { deliveryDrill, drill, scriptedDrill, system } from './testing/drills.ts';

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
    drill('alerts/shop-down/frozen', { case: 'finding' }),
    drill('alerts/shop-downtime'),
    drill('routing/shop', { system: system('till') }),
  ],
  impossible: [impossible('alerts/shop-down/just-under', 'shop'), impossible('routing/shop/just-under', 'till')],
};
const script = scriptedDrill('routing/silence');
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
    expect(select(all, { named: [] })).toEqual(all);
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
    expect(idsOf(select(all, { named: selectors }))).toEqual(ids);
  });

  it('takes only the given systems', () => {
    expect(idsOf(select(all, { named: [], systems: ['till'] }))).toEqual(['routing/shop', 'routing/shop/just-under']);
  });

  it('takes only the given cases', () => {
    expect(idsOf(select(all, { named: [], cases: ['finding', 'just-under'] }))).toEqual([
      'alerts/shop-down/frozen',
      'alerts/shop-down/just-under',
      'routing/shop/just-under',
    ]);
  });

  it('says which choices leave no drill', () => {
    expect(failureOf(() => select(all, { named: ['alerts'], systems: ['till'] }))).toMatchObject({
      code: 'DRILL_UNKNOWN',
      details: { got: 'drill alerts, system till, case any' },
    });
  });

  it.each(['alerts/shop-dow', 'alert', 'shop-down', ''])(
    'knows no drill %j, which is only a part of a name',
    (name) => {
      expect(failureOf(() => select(all, { named: [name] }))).toMatchObject({
        code: 'DRILL_UNKNOWN',
        details: { got: name },
      });
    },
  );

  it('suggests the nearest three drills, the nearest first', () => {
    expect(failureOf(() => select(all, { named: ['alerts', 'alerts/shop-dwon'] }))).toMatchObject({
      code: 'DRILL_UNKNOWN',
      message:
        'there is no drill of this name; got alerts/shop-dwon; → did you mean alerts/shop-down or alerts/shop-downtime or alerts/shop-down/frozen? `firedrill list` shows all',
    });
  });

  it('suggests the nearest system', () => {
    expect(failureOf(() => select(all, { named: [], systems: ['tills'] }))).toMatchObject({
      code: 'SYSTEM_UNKNOWN',
      details: { got: 'tills', next: expect.stringContaining('did you mean till or shop?') as string },
    });
  });

  it('says why a case that was named cannot exist', () => {
    const error = failureOf(() => select(all, { named: ['alerts/shop-down/just-under'] }));
    expect(error).toMatchObject({ code: 'DRILL_UNKNOWN', details: { next: 'none' } });
  });

  it('takes scripted drills by the same names and systems', () => {
    const scripted = ['routing/silence', 'alerts/script'].map((id): ScriptedDrill => ({ ...script, id }));
    const withScripts = { ...all, scripted };
    const idsFrom = (named: string[], systems: string[]): string[] =>
      (select(withScripts, { named, systems }).scripted ?? []).map(({ id }) => id);
    expect(select(withScripts, { named: [] })).toEqual(withScripts);
    expect(idsFrom(['routing'], [])).toEqual(['routing/silence']);
    expect(idsFrom([], ['monitors'])).toEqual(['routing/silence', 'alerts/script']);
    expect(idsFrom([], ['shop'])).toEqual([]);
    expect(idsOf(select(withScripts, { named: ['routing/silence'] }))).toEqual([]);
    expect(failureOf(() => select(withScripts, { named: ['routing/silences'] }))).toMatchObject({
      details: { next: expect.stringContaining('did you mean routing/silence') as string },
    });
  });

  it('leaves out what is for another environment, unless it was named', () => {
    const onCluster: ScriptedDrill = { ...script, id: 'scaling/up', environments: ['kind'] };
    const withScripts = { ...all, scripted: [script, onCluster] };
    const idsFrom = (named: string[], environment: 'local' | 'kind'): string[] =>
      (select(withScripts, { named, environment }).scripted ?? []).map(({ id }) => id);
    expect(idsFrom([], 'local')).toEqual([script.id]);
    expect(idsFrom([], 'kind')).toEqual(['scaling/up']);
    expect(idsFrom(['scaling'], 'local')).toEqual(['scaling/up']);
  });

  describe('with a drill that takes long', () => {
    const soak = deliveryDrill('slo/soak', { onDemand: true });
    const withSoak = { ...all, scripted: [deliveryDrill('slo/steady'), soak] };
    const idsFrom = (selection: Omit<Parameters<typeof select>[1], 'named'>, ...named: string[]): string[] =>
      (select(withSoak, { ...selection, named }).scripted ?? []).map(({ id }) => id);

    it('takes it where it is named, also beside its suite', () => {
      expect(idsFrom({}, 'slo/soak')).toEqual(['slo/soak']);
      expect(idsFrom({}, 'slo/soak/')).toEqual(['slo/soak']);
      expect(idsFrom({}, 'slo', 'slo/soak')).toEqual(['slo/steady', 'slo/soak']);
    });

    it('leaves it out where its suite, its system, its case or nothing is named', () => {
      expect(idsFrom({})).toEqual(['slo/steady']);
      expect(idsFrom({}, 'slo')).toEqual(['slo/steady']);
      expect(idsFrom({ systems: ['shop'], cases: ['positive'] })).toEqual(['slo/steady']);
    });

    it('leaves it out where it is named and of another case or system', () => {
      expect(failureOf(() => idsFrom({ cases: ['finding'] }, 'slo/soak'))).toMatchObject({ code: 'DRILL_UNKNOWN' });
      expect(failureOf(() => idsFrom({ systems: ['till'] }, 'slo/soak'))).toMatchObject({ code: 'DRILL_UNKNOWN' });
    });
  });

  it('takes a slash at the end for none', () => {
    expect(idsOf(select(all, { named: ['routing/'] }))).toEqual(['routing/shop', 'routing/shop/just-under']);
  });
});

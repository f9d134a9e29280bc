import { describe, expect, it } from 'vitest';
import type { Drill, Scenario, ScriptedDrill } from '../contract/index.ts';
import { deliveryDrill, drill, system } from './testing/drills.ts';
import { deliveryWithVariant, withDefect, withVariant, withVariantOf } from './with-variant.ts';

const shop = system('shop');
const argsOf = (name: string): readonly string[] => shop.variants[name]!.args;

describe('withVariant', () => {
  it('starts the drill’s system as its broken variant and changes nothing else', () => {
    const before = drill('alerts/shop-down', { system: shop });
    const after = withVariant(before, 'errors-uncounted');
    expect(after.system.start.local).toEqual({ ...shop.start.local, args: argsOf('errors-uncounted') });
    expect({ ...after, system: shop }).toEqual(before);
    expect(before.system.start.local.args).not.toEqual(argsOf('errors-uncounted'));
  });

  it('lets a drill keep the variant that it brings', () => {
    const own = drill('alerts/shop-down', { system: withVariantOf(shop, 'uninitialised-counters') });
    expect(withVariant(own, 'errors-uncounted')).toBe(own);
  });

  it('throws DEFECT_UNKNOWN with what there is, also for a drill with a variant of its own', () => {
    const own = drill('alerts/shop-down', { system: withVariantOf(shop, 'uninitialised-counters') });
    for (const each of [drill('alerts/shop-down'), own]) {
      expect(() => withVariant(each, 'errors-unseen')).toThrow(
        /shop has no defect variant of this name; got errors-unseen; → one of errors-uncounted, /,
      );
    }
  });
});

describe('deliveryWithVariant', () => {
  const before = deliveryDrill('slo/steady', { delivery: { subject: shop, replicas: 2, database: true } });

  it('delivers by the broken variant of the system and changes nothing else', () => {
    const after = deliveryWithVariant(before, 'sends-twice');
    expect(after.delivery.subject.start.local).toEqual({ ...shop.start.local, args: argsOf('sends-twice') });
    expect({ ...after, delivery: { ...after.delivery, subject: shop } }).toEqual(before);
    expect(before.delivery.subject).toBe(shop);
  });

  it('takes the place of a variant that the drill brings', () => {
    const own = deliveryWithVariant(before, 'never-retries');
    const after = deliveryWithVariant(own, 'sends-twice');
    expect(after.delivery.subject.start.local.args).toEqual(argsOf('sends-twice'));
  });

  it('throws DEFECT_UNKNOWN for what every object has, too', () => {
    expect(() => deliveryWithVariant(before, 'sends-thrice')).toThrow(
      expect.objectContaining({ code: 'DEFECT_UNKNOWN' }),
    );
    expect(() => deliveryWithVariant(before, 'toString')).toThrow(expect.objectContaining({ code: 'DEFECT_UNKNOWN' }));
  });
});

describe('withDefect', () => {
  const bank = { ...system('bank'), variants: { 'vault-open': { title: 'open', args: ['open.ts'] } } };
  const both = [drill('alerts/shop-down', { system: shop }), drill('alerts/bank-down', { system: bank })];

  const script: ScriptedDrill = {
    id: 'routing/silence',
    title: 'a silence is kept',
    system: 'bank',
    case: 'positive',
    alertmanager: { path: 'alertmanager.yml' },
    sinks: {},
    speed: 60,
    lowerBound: [],
    steps: [],
    script: async () => await Promise.resolve(),
  };
  const of = (drills: readonly Drill[]) => ({ drills, impossible: [], scripted: [script] });

  it('gives only the drills of the system that has the variant', () => {
    expect(withDefect(of(both), 'vault-open').drills.map(({ id, system }) => [id, system.start.local.args])).toEqual([
      ['alerts/bank-down', ['open.ts']],
    ]);
  });

  it('gives no scripted drill, which would run unbroken', () => {
    expect(withDefect(of(both), 'vault-open').scripted).toEqual([]);
  });

  describe('of drills of deliveries', () => {
    const onShop = deliveryDrill('slo/steady', { delivery: { subject: shop } });
    const onBank = deliveryDrill('slo/bank', { delivery: { subject: bank } });
    const deliveries: Scenario = { drills: both, impossible: [], scripted: [script, onShop, onBank] };
    const argsFrom = ({ scripted = [] }: Scenario) =>
      scripted.map((each) => [each.id, 'delivery' in each && each.delivery.subject.start.local.args]);

    it('gives those of the system that has the variant, on it', () => {
      expect(argsFrom(withDefect(deliveries, 'vault-open'))).toEqual([['slo/bank', ['open.ts']]]);
      expect(argsFrom(withDefect(deliveries, 'sends-twice'))).toEqual([['slo/steady', argsOf('sends-twice')]]);
    });

    it('is enough where no other drill has the variant', () => {
      const { drills, scripted } = withDefect({ ...deliveries, drills: [] }, 'vault-open');
      expect(drills).toEqual([]);
      expect(scripted).toHaveLength(1);
    });

    it('lets one keep the variant that it brings', () => {
      const own = deliveryWithVariant(onShop, 'never-retries');
      expect(withDefect({ ...deliveries, scripted: [own] }, 'sends-twice').scripted).toEqual([own]);
    });

    it('throws DEFECT_UNKNOWN with the variants of their systems', () => {
      expect(() => withDefect({ ...deliveries, drills: [] }, 'door-open')).toThrow(
        /one of errors-uncounted, .*, vault-open$/,
      );
    });
  });

  it.each([
    ['where no system has it', both, 'door-open', /one of errors-uncounted, .*, vault-open$/],
    ['for what every object has', both, 'toString', /got toString/],
    ['where there are scripted drills alone', [], 'vault-open', /choose drills of a system with variants$/],
  ])('throws DEFECT_UNKNOWN %s', (_, drills, defect, message) => {
    const chosen = () => withDefect(of(drills), defect);
    expect(chosen).toThrow(expect.objectContaining({ code: 'DEFECT_UNKNOWN' }));
    expect(chosen).toThrow(message);
  });
});

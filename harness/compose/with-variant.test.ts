import { describe, expect, it } from 'vitest';
import { drill, system } from './testing/drills.ts';
import { withDefect, withVariant, withVariantOf } from './with-variant.ts';

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

describe('withDefect', () => {
  const bank = { ...system('bank'), variants: { 'vault-open': { title: 'open', args: ['open.ts'] } } };
  const both = [drill('alerts/shop-down', { system: shop }), drill('alerts/bank-down', { system: bank })];

  it('gives only the drills of the system that has the variant', () => {
    expect(withDefect(both, 'vault-open').map(({ id, system }) => [id, system.start.local.args])).toEqual([
      ['alerts/bank-down', ['open.ts']],
    ]);
  });

  it('throws DEFECT_UNKNOWN where no system has it', () => {
    expect(() => withDefect(both, 'door-open')).toThrow(expect.objectContaining({ code: 'DEFECT_UNKNOWN' }));
  });
});

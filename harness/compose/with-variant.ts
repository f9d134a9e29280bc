import type { DeliveryDrill, Drill, Scenario, System } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

/** Gives a system as its broken variant; throws `DEFECT_UNKNOWN` when it has none of the name. */
export const withVariantOf = (system: System, defect: string): System => {
  const { variants, name, start } = system;
  const variant = Object.hasOwn(variants, defect) ? variants[defect] : undefined;
  if (variant === undefined) {
    const next = `one of ${Object.keys(variants).join(', ')}`;
    throw new HarnessError('DEFECT_UNKNOWN', { what: `${name} has no defect variant of this name`, got: defect, next });
  }
  return { ...system, start: { ...start, local: { ...start.local, args: variant.args } } };
};

/**
 * Gives the drills of the systems that have a broken variant of the name, on that variant, and no drill of Alertmanager
 * alone, which has no system to break; throws `DEFECT_UNKNOWN` where no drill's system has it.
 */
export const withDefect = (scenario: Scenario, defect: string): Scenario => {
  const { drills, scripted = [] } = scenario;
  const has = ({ variants }: System): boolean => Object.hasOwn(variants, defect);
  const own = drills.filter(({ system }) => has(system));
  const deliveries = scripted.filter((drill) => 'delivery' in drill);
  const ownDeliveries = deliveries.filter(({ delivery }) => has(delivery.subject));
  if (own.length + ownDeliveries.length === 0) {
    const systems = [...drills.map(({ system }) => system), ...deliveries.map(({ delivery }) => delivery.subject)];
    const known = [...new Set(systems.flatMap(({ variants }) => Object.keys(variants)))];
    const next = known.length === 0 ? 'choose drills of a system with variants' : `one of ${known.join(', ')}`;
    const what = 'no system of the chosen drills has a defect variant of this name';
    throw new HarnessError('DEFECT_UNKNOWN', { what, got: defect, next });
  }
  return {
    ...scenario,
    drills: own.map((drill) => withVariant(drill, defect)),
    scripted: ownDeliveries.map((drill) =>
      hasOwn(drill.delivery.subject) ? drill : deliveryWithVariant(drill, defect),
    ),
  };
};

/** Gives the drill of deliveries on a broken variant of its system, also in place of one that it brings. */
export const deliveryWithVariant = (drill: DeliveryDrill, defect: string): DeliveryDrill => ({
  ...drill,
  delivery: { ...drill.delivery, subject: withVariantOf(drill.delivery.subject, defect) },
});

/** Gives the drill on a broken variant of its system; one that brings a variant of its own keeps it. */
export const withVariant = (drill: Drill, defect: string): Drill => {
  const broken = withVariantOf(drill.system, defect);
  return hasOwn(drill.system) ? drill : { ...drill, system: broken };
};

const hasOwn = ({ variants, start }: System): boolean =>
  Object.values(variants).some(({ args }) => args.join() === start.local.args.join());

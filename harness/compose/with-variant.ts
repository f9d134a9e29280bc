import type { Drill, System } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

/** Gives a system as its broken variant; throws `DEFECT_UNKNOWN` when it has none of the name. */
export const withVariantOf = (system: System, defect: string): System => {
  const { variants, name, start } = system;
  const variant = variants[defect];
  if (variant === undefined) {
    const next = `one of ${Object.keys(variants).join(', ')}`;
    throw new HarnessError('DEFECT_UNKNOWN', { what: `${name} has no defect variant of this name`, got: defect, next });
  }
  return { ...system, start: { ...start, local: { ...start.local, args: variant.args } } };
};

/**
 * Gives the drills of the systems that have a broken variant of the name, on that variant; throws `DEFECT_UNKNOWN` where
 * no system has it.
 */
export const withDefect = (drills: readonly Drill[], defect: string): Drill[] => {
  const own = drills.filter(({ system }) => defect in system.variants);
  return (own.length === 0 ? drills : own).map((drill) => withVariant(drill, defect));
};

/** Gives the drill on a broken variant of its system; one that brings a variant of its own keeps it. */
export const withVariant = (drill: Drill, defect: string): Drill => {
  const { variants, start } = drill.system;
  const broken = withVariantOf(drill.system, defect);
  const hasOwn = Object.values(variants).some(({ args }) => args.join() === start.local.args.join());
  return hasOwn ? drill : { ...drill, system: broken };
};

import type { AttachedDrill } from '../contract/index.ts';
import type { PlannedAttached } from '../engine/index.ts';
import { scriptedPlan } from './scripted-plan.ts';

const defaultWeight = { cpu: 0.05, memoryMb: 20 };

/** Gives a drill of what runs already. Its times are those of what runs: no speed changes them. */
export const planAttached = (drill: AttachedDrill, { speed }: { readonly speed: number }): PlannedAttached => ({
  plan: {
    ...scriptedPlan(drill, {
      speed: { requested: speed, effective: 1, decidedBy: 'what runs, which no drill may speed up' },
      terms: drill.lowerBound,
    }),
    rewrites: [],
  },
  attached: true,
  script: drill.script,
  weight: drill.weight ?? defaultWeight,
});

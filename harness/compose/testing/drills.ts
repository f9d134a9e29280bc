import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import type { Drill, Fault, FaultShape, Scenario, System } from '../../contract/index.ts';

/** The fixture's system under another name. */
export const system = (name: string): System => ({ ...canoCollector, name });

export const drill = (id: string, change: Partial<Drill> = {}): Drill => ({
  id,
  title: id,
  system: system('shop'),
  case: 'positive',
  expectations: [],
  ...change,
});

export const scenario = (...drills: readonly Drill[]): Scenario => ({ drills, impossible: [] });

const fault: Fault = {
  kind: 'none',
  title: 'nothing breaks',
  needs: [],
  inject: async () => await Promise.reject(new Error('only planned')),
};

/** A disturbance that is only ever planned. */
export const disturb = (): FaultShape => ({ fault, crossing: [], drain: [] });

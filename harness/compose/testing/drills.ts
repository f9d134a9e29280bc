import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import type { DeliveryDrill, Drill, Fault, FaultShape, Scenario, ScriptedDrill, System } from '../../contract/index.ts';

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

/** A drill of deliveries by the system that sends nothing and records nothing. */
export const deliveryDrill = (id: string, change: Partial<DeliveryDrill> = {}): DeliveryDrill => ({
  id,
  title: id,
  system: 'shop',
  case: 'positive',
  delivery: { subject: system('shop') },
  lowerBound: [],
  steps: [],
  accounts: [],
  script: async () => await Promise.resolve(),
  ...change,
});

/** A drill of Alertmanager alone that records nothing. */
export const scriptedDrill = (id: string): ScriptedDrill => ({
  id,
  title: id,
  system: 'monitors',
  case: 'positive',
  alertmanager: { path: 'a.yml' },
  sinks: {},
  speed: 1,
  lowerBound: [],
  steps: [],
  script: async () => await Promise.resolve(),
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

import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import type { DeliveryContext, DeliveryDrill, Scenario } from '../../harness/index.ts';
import { configTarget } from './support/config-target.ts';
import type { ConfigCase } from './support/config-case.ts';
import { configCases } from './support/config-cases.ts';

const idle = { cpu: 0.4, memoryMb: 250 };

/** The drill of a case. */
export const configDrill = ({ name, title, setup, terms, steps, run, weight = idle }: ConfigCase): DeliveryDrill => ({
  id: `config/${name}`,
  title,
  system: canoCollector.name,
  case: 'positive',
  delivery: { subject: canoCollector, env: setup.env, files: setup.files },
  lowerBound: terms.map(({ name: term, earliestMs, latestMs }) => ({ name: term, earliestMs, latestMs })),
  steps,
  accounts: [],
  weight,
  script: async (context: DeliveryContext) => await run(configTarget(context)),
});

export const canoCollectorConfig: Scenario = { drills: [], impossible: [], scripted: configCases.map(configDrill) };

import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { hostileInput, hostileSteps, type DeliveryDrill, type Scenario } from '../../harness/index.ts';
import { hostileTarget } from './support/hostile-target.ts';
import { env, files } from './support/hostile-setup.ts';

/** Fewer do where it is only to be shown that a defect is found. */
const inputs = Number(process.env['FIREDRILL_INPUTS'] ?? 10_000);
const drainMs = 60_000;

const drill: DeliveryDrill = {
  id: 'hostile-input/cano-collector',
  title: `the collector stands ${inputs} generated webhooks and clients that do not keep to the protocol`,
  system: canoCollector.name,
  case: 'positive',
  delivery: { subject: canoCollector, env, files },
  lowerBound: [
    { name: `${inputs} inputs`, earliestMs: 0, latestMs: 60_000 },
    { name: 'what was acknowledged is delivered', earliestMs: 0, latestMs: drainMs },
  ],
  steps: hostileSteps,
  accounts: [],
  weight: { cpu: 1, memoryMb: 900 },
  async script(context) {
    for await (const fact of hostileInput(hostileTarget(context, inputs))) context.record(fact);
  },
};

export const canoCollectorHostileInput: Scenario = { drills: [], impossible: [], scripted: [drill] };

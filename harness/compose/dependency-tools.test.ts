import { expect, test } from 'vitest';
import type { Dependency, EnvironmentName, Scenario } from '../contract/index.ts';
import { dependencyTools } from './dependency-tools.ts';
import { deliveryDrill, system } from './testing/drills.ts';

const load = { profile: 'steady', alertsPerSecond: 10, durationMs: 1_000 } as const;
const registry = (more: Partial<Dependency> = {}): Dependency => ({
  name: 'registry',
  tool: 'registry',
  start: { local: { command: 'registry', args: [], env: {}, files: {}, listening: 'at (\\d+)' } },
  ...more,
});
const container = { image: 'registry', port: 5000, env: {} };

/** Which tools are looked for; none is where they are told to be, and the first of them ends the search. */
const lookedFor = async (environment: EnvironmentName, { dependencies, ...more }: Parameters<typeof scenarioOf>[0]) => {
  const explicit = { k6: '/nowhere/k6', registry: '/nowhere/registry' };
  const found = dependencyTools(scenarioOf({ dependencies, ...more }), environment, { explicit, env: {} });
  return await found.then(
    (tools) => [...tools.keys()],
    (error: unknown) => String(error),
  );
};

const scenarioOf = (options: {
  readonly dependencies?: Dependency[] | undefined;
  readonly loaded?: boolean;
}): Scenario => {
  const { dependencies = [], loaded = false } = options;
  const subject = { ...system('shop'), dependencies };
  const scripted = [deliveryDrill('slo/a', { delivery: { subject }, ...(loaded && { load }) })];
  return { drills: [], impossible: [], scripted };
};

test.each<[EnvironmentName, Parameters<typeof scenarioOf>[0], unknown]>([
  ['local', { loaded: true }, expect.stringContaining('/nowhere/k6')],
  ['kind', { loaded: true }, expect.stringContaining('/nowhere/k6')],
  ['containers', { loaded: true }, []],
  ['local', { dependencies: [registry({ container })] }, expect.stringContaining('/nowhere/registry')],
  ['containers', { dependencies: [registry({ container })] }, []],
  ['containers', { dependencies: [registry()] }, expect.stringContaining('/nowhere/registry')],
  ['local', {}, []],
  ['local', { dependencies: [registry({ tool: 'memcached' })] }, expect.stringContaining('memcached')],
])(
  'the environment %s looks on the machine for what is no container there: %j',
  async (environment, needs, expected) => {
    expect(await lookedFor(environment, needs)).toEqual(expected);
  },
);

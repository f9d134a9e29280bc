import { join } from 'node:path';
import { configFile, firstSetup, secret } from './config-text.ts';
import type { ConfigCase, ConfigTarget } from './config-case.ts';
import { allOnce, Probes, type Arrival } from './probes.ts';
import { latestOf, recoveryTerms } from './recovery-terms.ts';
import { recordDelivery, recordRecovery } from './steps.ts';
import { healthOf, healthStatus, loggedErrors, metricOf, reloads } from './what-it-says.ts';

const steps = {
  before: 'an alert is delivered by the first configuration',
  health: 'health says what is wrong and where',
  metric: 'the metric says that the newest configuration is not in use',
  log: 'the log says what is wrong and where',
  alive: 'the collector is still healthy to who asks whether it takes alerts',
  kept: 'an alert is delivered by the last good configuration',
  recovered: 'health and metric say that the repaired configuration is in use',
  used: 'an alert is delivered by the repaired configuration',
  secrets: 'no secret is in the log or in health',
  all: 'every alert that was accepted arrived once',
};

const silent = ['accepts-bad-config', 'dies-on-bad-config', 'says-nothing-of-bad-config'];

/** What is particular about one bad configuration. */
export type BadConfig = Pick<ConfigCase, 'name' | 'title'> & {
  readonly setup?: ConfigCase['setup'];
  /** Brings the first configuration into another shape, before anything is looked at. */
  readonly begin?: (target: ConfigTarget, file: string) => Promise<void>;
  readonly corrupt: (target: ConfigTarget, file: string) => Promise<void>;
  /** What health and the log must say, its place included where it has one. */
  readonly says: RegExp;
  /** Makes it good again, and unlike the first. */
  readonly repair: (target: ConfigTarget, file: string) => Promise<void>;
  /** Tells a request that the repaired configuration made from one of the first. */
  readonly isRepaired?: (arrival: Arrival) => boolean;
  /** A variant that takes the bad configuration for the one before. */
  readonly alsoBrokenBy?: string;
};

/** A case in which the collector stays with the last good configuration, says so, and takes the repaired one. */
export const badConfigCase = (bad: BadConfig): ConfigCase => ({
  name: bad.name,
  title: bad.title,
  setup: bad.setup ?? firstSetup,
  terms: recoveryTerms,
  steps: Object.values(steps),
  brokenBy: Object.fromEntries([...silent, bad.alsoBrokenBy ?? []].flat().map((variant) => [variant, steps.health])),
  async run(target) {
    const file = join(target.workDir, configFile);
    const isRepaired = bad.isRepaired ?? (({ path }) => path.startsWith('/repaired'));
    await begin(target, bad, file);
    await using probes = Probes.start(target);
    await recordDelivery(target, probes, { name: steps.before, is: (arrival) => !isRepaired(arrival) });
    await bad.corrupt(target, file);
    await saysSo(target, bad.says);
    await recordDelivery(target, probes, { name: steps.kept, is: (arrival) => !isRepaired(arrival) });
    const saidInHealth = await healthOf(target, 'config');
    await bad.repair(target, file);
    await recordRecovery(target, { name: steps.recovered });
    await recordDelivery(target, probes, { name: steps.used, is: isRepaired });
    target.record({ name: steps.all, expected: allOnce('webhook'), got: await probes.finish() });
    const leaks = (target.output() + saidInHealth).includes(secret.slice(0, 6));
    target.record({ name: steps.secrets, expected: 'none', got: leaks ? 'a secret' : 'none' });
  },
});

/** Resolves once the collector uses the other shape: else the corrupted file is what it sees of it. */
const begin = async (target: ConfigTarget, bad: BadConfig, file: string): Promise<void> => {
  if (bad.begin === undefined) return;
  await bad.begin(target, file);
  const latestMs = latestOf(recoveryTerms) + target.allowanceMs;
  await target.until(async () => (await reloads(target, 'success')) > 0, latestMs);
};

const saysSo = async (target: ConfigTarget, says: RegExp): Promise<void> => {
  const timeoutMs = latestOf(recoveryTerms) + target.allowanceMs;
  const expected = String(says);
  await target.until(async () => says.test(await healthOf(target, 'config')), timeoutMs);
  const health = await healthOf(target, 'config');
  target.record({ name: steps.health, awaited: true, expected, got: says.test(health) ? expected : health });
  const metric = await metricOf(target, 'cano_config_last_reload_successful');
  target.record({ name: steps.metric, awaited: true, expected: '0', got: String(metric) });
  const errors = loggedErrors(target.output(), 'configuration not applied');
  const found = errors.some((error) => says.test(error));
  target.record({ name: steps.log, awaited: true, expected, got: found ? expected : (errors.at(-1) ?? 'nothing') });
  target.record({ name: steps.alive, expected: '200', got: await healthStatus(target) });
};

import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ConfigCase } from './config-case.ts';
import { configFile, configText, entryText, firstSetup } from './config-text.ts';
import { allOnce, Probes } from './probes.ts';
import { latestOf, recoveryTerms } from './recovery-terms.ts';
import { replaceFile } from './replace-file.ts';
import { recordDelivery, recordRecovery } from './steps.ts';
import { healthOf, isInUse, metricOf } from './what-it-says.ts';

const errors = 'cano_destination_errors_total{destination="other",type="webhook"}';
const terms = [...recoveryTerms, { name: 'retry.maxMs', earliestMs: 0, latestMs: 500 }];

const steps = {
  valid: 'a URL where nobody listens is a valid configuration',
  health: 'health names the destination that fails',
  metric: 'its errors are counted',
  others: 'another destination gets its alerts meanwhile',
  corrected: 'the destination gets alerts once its URL is right',
  all: 'every alert that was accepted arrived once at each destination',
};

/** A destination whose URL is a port that refuses connections, and then its own. */
export const wrongUrl: ConfigCase = {
  name: 'wrong-url',
  title: 'one of two destinations has a URL where nobody listens, and then the right one',
  setup: firstSetup,
  terms,
  steps: Object.values(steps),
  brokenBy: { 'forgets-deliveries-on-reload': steps.all },
  async run(target) {
    const { until, record, allowanceMs } = target;
    const [webhook = '', oncall = ''] = ['webhook', 'oncall'].map((name) => target.sinks.get(name)?.url);
    const withOther = async (url: string): Promise<void> =>
      await replaceFile(join(target.workDir, configFile), configText(`${webhook}/alerts`) + entryText('other', url));
    await withOther(await refusedUrl());
    const seen = await until(async () => (await metricOf(target, errors)) === 0, latestOf(recoveryTerms) + allowanceMs);
    const inUse = seen && (await isInUse(target));
    record({ name: steps.valid, awaited: true, expected: 'in use', got: inUse ? 'in use' : 'not in use' });
    await using probes = Probes.start(target, { sinks: ['webhook', 'oncall'] });
    const failing = 'degraded: other failing';
    await until(async () => (await healthOf(target, 'destinations')) === failing, allowanceMs);
    const health = await healthOf(target, 'destinations');
    record({ name: steps.health, awaited: true, expected: failing, got: health });
    const counted = (await metricOf(target, errors)) ?? 0;
    record({ name: steps.metric, expected: 'counted', got: counted > 0 ? 'counted' : 'nothing' });
    await recordDelivery(target, probes, { name: steps.others });
    await withOther(`${oncall}/other`);
    const arrives = (): boolean => probes.arrivals('oncall').length > 0;
    await recordRecovery(target, { name: steps.corrected, holds: arrives, terms });
    record({ name: steps.all, expected: allOnce('webhook', 'oncall'), got: await probes.finish() });
  },
};

/** An address whose port was free a moment ago. */
const refusedUrl = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}/nobody`;
};

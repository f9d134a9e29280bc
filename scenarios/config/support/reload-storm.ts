import { join } from 'node:path';
import type { ConfigCase } from './config-case.ts';
import { configFile, configText, firstSetup } from './config-text.ts';
import { allOnce, Probes } from './probes.ts';
import { recoveryTerms } from './recovery-terms.ts';
import { replaceFile } from './replace-file.ts';
import { recordDelivery, recordRecovery } from './steps.ts';
import { reloads } from './what-it-says.ts';

const changes = 300;
const everyMs = 10;

const steps = {
  before: 'an alert is delivered before the storm',
  good: 'good configurations were loaded in the storm',
  bad: 'bad configurations were refused in the storm',
  last: 'health and metric say that the last configuration is in use',
  used: 'an alert is delivered by the last configuration',
  all: 'every alert that was accepted arrived once',
};

/** Good and bad configurations in turn, faster than they can be told apart. */
export const reloadStorm: ConfigCase = {
  name: 'reload-storm',
  title: `the file changes ${changes} times in a few seconds, good and bad in turn, and is good in the end`,
  setup: firstSetup,
  terms: recoveryTerms,
  steps: Object.values(steps),
  brokenBy: {
    'stops-watching-after-bad-config': steps.used,
    'accepts-bad-config': steps.bad,
    'dies-on-bad-config': steps.used,
  },
  async run(target) {
    const { clock, record, signal } = target;
    const file = join(target.workDir, configFile);
    const url = target.sinks.get('webhook')?.url ?? '';
    await using probes = Probes.start(target);
    await recordDelivery(target, probes, { name: steps.before });
    for (let change = 1; change <= changes; change += 1) {
      const text = configText(`${url}/storm/${change}`);
      const isBad = Math.floor(change / 10) % 2 === 0;
      await replaceFile(file, isBad ? text.replace('timeoutMs', 'timeout') : text);
      await clock.sleep(everyMs, signal);
    }
    await replaceFile(file, configText(`${url}/last`));
    const used = (): boolean => probes.hasArrived(0, ({ path }) => path === '/last');
    await recordRecovery(target, { name: steps.used, holds: used });
    await recordRecovery(target, { name: steps.last });
    for (const [name, result] of [
      [steps.good, 'success'],
      [steps.bad, 'failure'],
    ] as const) {
      record({ name, expected: 'some', got: (await reloads(target, result)) > 1 ? 'some' : 'none or one' });
    }
    record({ name: steps.all, expected: allOnce('webhook'), got: await probes.finish() });
  },
};

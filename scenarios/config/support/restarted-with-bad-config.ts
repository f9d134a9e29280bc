import { join } from 'node:path';
import type { ConfigCase } from './config-case.ts';
import { configFile, configText, firstSetup } from './config-text.ts';
import { allOnce, Probes } from './probes.ts';
import { recoveryTerms } from './recovery-terms.ts';
import { replaceFile } from './replace-file.ts';
import { recordDelivery } from './steps.ts';
import { loggedErrors } from './what-it-says.ts';

const message = /^\S*destinations\.yaml:4:11: \S+\.type: /;

const steps = {
  waiting: 'alerts wait for a receiver that fails',
  refused: 'with a bad configuration the collector does not start',
  says: 'it says once what is wrong and where',
  starts: 'it starts once the file is repaired',
  after: 'an alert is delivered by the repaired configuration',
  all: 'every alert that was accepted, before and after, arrived once',
};

/** A process that ends while the file is bad: there is no last good configuration to go on with. */
export const restartedWithBadConfig: ConfigCase = {
  name: 'restarted-with-bad-config',
  title: 'the collector is restarted while its file is bad, and again once it is repaired',
  setup: firstSetup,
  terms: recoveryTerms,
  steps: Object.values(steps),
  brokenBy: { 'accepts-bad-config': steps.refused },
  async run(target) {
    const { until, record, allowanceMs } = target;
    const file = join(target.workDir, configFile);
    const good = configText(`${target.sinks.get('webhook')?.url ?? ''}/repaired`);
    await using probes = Probes.start(target);
    const failing = target.sinks.get('webhook')?.behave({ status: 503 });
    const refusals = (): number =>
      target.sinks
        .get('webhook')
        ?.requests()
        .filter(({ status }) => status === 503).length ?? 0;
    const waits = await until(() => refusals() > 1, allowanceMs);
    record({ name: steps.waiting, awaited: true, expected: 'waiting', got: waits ? 'waiting' : 'nothing refused' });
    await target.stop();
    await replaceFile(file, good.replace('webhook', 'pigeon'));
    const before = target.output().length;
    const status = await target.start();
    const ended = status !== undefined && status !== 0;
    record({
      name: steps.refused,
      expected: 'ended with an error',
      got: ended ? 'ended with an error' : `${status ?? 'running'}`,
    });
    const errors = loggedErrors(target.output().slice(before), 'cannot start');
    const once = errors.length === 1 && message.test(errors[0] ?? '');
    record({
      name: steps.says,
      expected: String(message),
      got: once ? String(message) : errors.join(' and ') || 'nothing',
    });
    if (!ended) await target.stop();
    await replaceFile(file, good);
    failing?.[Symbol.dispose]();
    const again = await target.start();
    record({ name: steps.starts, expected: 'running', got: again === undefined ? 'running' : `ended with ${again}` });
    await recordDelivery(target, probes, { name: steps.after, is: ({ path }) => path === '/repaired' });
    record({ name: steps.all, expected: allOnce('webhook'), got: await probes.finish() });
  },
};

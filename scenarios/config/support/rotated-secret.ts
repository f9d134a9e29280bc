import { dirname, join } from 'node:path';
import type { ConfigCase } from './config-case.ts';
import { configFile, configText, firstSetup } from './config-text.ts';
import { allOnce, Probes } from './probes.ts';
import { latestOf, recoveryTerms } from './recovery-terms.ts';
import { replaceFile } from './replace-file.ts';
import { recordDelivery, recordRecovery } from './steps.ts';
import { TokenGate } from './token-gate.ts';
import { reloads } from './what-it-says.ts';

const [old, fresh] = ['zq7-old-secret', 'zq7-new-secret'];
/** What was begun with the old secret may still be on its way for this long, and then nothing comes for as long. */
const quietMs = 1_000;

const steps = {
  before: 'an alert is delivered with the old secret',
  refused: 'the receiver refuses the old secret, and takes only the new one',
  used: 'the new secret is used',
  stopped: 'nothing comes with the old secret any more',
  all: 'every alert that was accepted arrived once',
  secrets: 'neither secret is in the log',
};

/** The receiver changes its secret first, so that for a while every delivery is refused. */
export const rotatedSecret: ConfigCase = {
  name: 'rotated-secret',
  title: 'a secret is rotated under load at a receiver that takes one at a time',
  setup: {
    env: firstSetup.env,
    files: {
      [configFile]: configText('${sink.webhook}/alerts', 'bearerToken_file: token'),
      'config/token': `${old}\n`,
    },
  },
  terms: recoveryTerms,
  steps: Object.values(steps),
  brokenBy: { 'keeps-old-secret': steps.used },
  async run(target) {
    const { clock, until, record, allowanceMs, signal } = target;
    const file = join(target.workDir, configFile);
    await using gate = await TokenGate.open(target.sinks.get('webhook')?.url ?? '', old, clock);
    await replaceFile(file, configText(`${gate.url}/gate`, 'bearerToken_file: token'));
    await until(async () => (await reloads(target, 'success')) > 0, latestOf(recoveryTerms) + allowanceMs);
    await using probes = Probes.start(target);
    await recordDelivery(target, probes, { name: steps.before, is: ({ path }) => path === '/gate' });
    const switched = clock.monotonic();
    gate.accept(fresh);
    const refused = await until(() => gate.knocks(old, switched) > 1, allowanceMs);
    record({ name: steps.refused, awaited: true, expected: 'refused', got: refused ? 'refused' : 'nothing came' });
    await replaceFile(join(dirname(file), 'token'), `${fresh}\n`);
    await recordRecovery(target, { name: steps.used, holds: () => gate.knocks(fresh) > 0 });
    await clock.sleep(quietMs, signal);
    const since = clock.monotonic();
    await clock.sleep(quietMs, signal);
    record({ name: steps.stopped, expected: '0', got: String(gate.knocks(old, since)) });
    record({ name: steps.all, expected: allOnce('webhook'), got: await probes.finish() });
    const leaks = [old, fresh].filter((secret) => target.output().includes(secret));
    record({ name: steps.secrets, expected: '0', got: String(leaks.length) });
  },
};

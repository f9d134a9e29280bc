import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import type { Stack, StackSpec } from '../../contract/index.ts';
import { systemClock, UndoStack } from '../../core/index.ts';
import { startLocalEnvironment } from '../../environments/index.ts';
import { compressRules, loadRules } from '../../rules/index.ts';

export const root = join(import.meta.dirname, '../../..');
export const toolchain = process.env['FIREDRILL_TOOLCHAIN'];

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The rules of the collector as they are documented. */
export const collectorRules = canoCollector.ruleFiles.map((file) => loadRules(file, read(file.path)));

export const collectorTree = read(canoCollector.alertmanager);

const watchdog = 'groups: [{ name: meta, rules: [{ alert: Watchdog, expr: vector(1) }] }]';

/** The files of a stack in which the collector runs as it is documented, scraped every second. */
const files: StackSpec = {
  drill: 'attached/running',
  system: canoCollector,
  rules: {
    ...Object.fromEntries(collectorRules.map((rules, index) => [`${index}.yml`, compressRules(rules, 1).text])),
    'watchdog.yml': watchdog,
  },
  prometheus: 'global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }',
  alertmanager: collectorTree,
  // What it sends before it has found the Alertmanager is lost, and sent again only after a minute by default.
  prometheusFlags: ['--rules.alert.resend-delay=1s'],
  env: {},
  seed: 1,
};

/** Starts Prometheus, Alertmanager and the collector as processes, with what `change` makes of their files. */
export const startRunning = async (
  change: (spec: StackSpec) => Partial<StackSpec> = () => ({}),
): Promise<Stack & AsyncDisposable> => {
  const undo = new UndoStack(systemClock);
  const tool = (name: string): string => join(toolchain ?? '', name);
  const runId = `attached-${randomBytes(4).toString('hex')}`;
  const programs = { prometheus: tool('prometheus'), alertmanager: tool('alertmanager') };
  const environment = undo.use(
    'stop the environment',
    await startLocalEnvironment({ runId, root, programs, clock: systemClock }),
  );
  const stack = await environment.start({ ...files, ...change(files) }, new AbortController().signal);
  undo.use('stop the stack', stack);
  return { ...stack, [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose]() };
};

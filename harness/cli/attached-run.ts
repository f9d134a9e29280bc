import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  guardDisruption,
  loadScenarios,
  readAttachedConfig,
  select,
  toAttached,
  withDescribed,
  type AttachedConfig,
  type AttachedTargets,
} from '../compose/index.ts';
import type { Scenario } from '../contract/index.ts';
import { HarnessError, messageOf } from '../core/index.ts';
import { projectRoot } from './project.ts';
import type { RunFlags } from './run-flags.ts';
import type { Surroundings } from './surroundings.ts';

/** The drills that only read what runs; what is drilled where no drill is named. */
const readOnly = 'attached';
const usualConfig = 'firedrill.config.yaml';

/** What is drilled of what runs already. */
export type AttachedChoice = { readonly scenario: Scenario; readonly attached: AttachedTargets | undefined };

/**
 * Chooses the drills of one system that runs already: only what reads, unless others are named. Throws `USAGE`,
 * `CONFIG_INVALID`, and `DISRUPTION_REFUSED` for drills that disturb what may not be disturbed, before anything is asked.
 */
export const chooseAttached = async (selectors: readonly string[], flags: RunFlags): Promise<AttachedChoice> => {
  const file = resolve(flags.config ?? usualConfig);
  const config = flags.config === undefined && !existsSync(file) ? {} : readConfig(file);
  const all = withDescribed(await loadScenarios(projectRoot), config, dirname(file));
  const { case: cases, env: environment } = flags;
  const named = selectors.length === 0 ? [readOnly] : selectors;
  const systems = flags.system.length > 0 ? flags.system : config.system === undefined ? [] : [config.system.name];
  const chosen = select(all, { named, systems, cases, environment });
  const deployment = flags.deployment ?? config.deployment ?? systemOf(chosen);
  const targets = { ...withoutSlashes(config), ...flags, deployment };
  mustBeNamed(targets);
  if (chosen.drills.length > 0) guardDisruption(targets);
  const scenario = toAttached(chosen, projectRoot);
  if (scenario.scripted?.length === 0)
    throw new HarnessError('USAGE', { what: 'none of these drills can be run on what runs already' });
  return { scenario, attached: { ...targets, mayDisrupt: chosen.drills.length > 0 } };
};

/** Writes what each drill would do, and does nothing of it; gives 0. */
export const showDryRun = ({ scenario, attached }: AttachedChoice, { stdout }: Surroundings): number => {
  const { context = '', namespace = '', deployment = '' } = attached ?? {};
  const lines = (scenario.scripted ?? []).map((drill) => {
    const disturbs = 'disturbs' in drill ? drill.disturbs : undefined;
    const done = disturbs === undefined ? 'only reads' : `${disturbs}: ${deployment} in ${namespace} of ${context}`;
    return `${drill.id}: ${done}\n${drill.steps.map((step) => `    ${step}`).join('\n')}`;
  });
  const reasons = scenario.impossible.map(({ id, reason }) => `${id}: not run (${reason})`);
  stdout.write(`${[...lines, ...reasons, '', 'nothing was done'].join('\n')}\n`);
  return 0;
};

const readConfig = (file: string): AttachedConfig => {
  try {
    return readAttachedConfig(file, readFileSync(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    throw new HarnessError('CONFIG_INVALID', { what: 'cannot be read', where: file, got: messageOf(cause), cause });
  }
};

const withoutSlashes = (config: AttachedConfig): AttachedTargets => {
  const { prometheus, alertmanager, subject, kubeconfig, context, namespace } = config;
  const [first, second, third] = [prometheus, alertmanager, subject].map((url) => url?.replace(/\/+$/, ''));
  return { prometheus: first, alertmanager: second, subject: third, kubeconfig, context, namespace };
};

/** The one system of the chosen drills. */
const systemOf = ({ drills, scripted = [] }: Scenario): string => {
  const systems = [...new Set([...drills.map(({ system }) => system.name), ...scripted.map(({ system }) => system)])];
  if (systems.length === 1) return systems.join();
  throw new HarnessError('USAGE', {
    ...{ what: 'what runs is one system', expected: '--system NAME', got: systems.join(', ') },
  });
};

const mustBeNamed = ({ prometheus, alertmanager, subject }: AttachedTargets): void => {
  if ([prometheus, alertmanager, subject].some((url) => url !== undefined)) return;
  const expected = '--prometheus URL, --alertmanager URL, --subject URL';
  throw new HarnessError('USAGE', { what: 'nothing to attach to', expected });
};

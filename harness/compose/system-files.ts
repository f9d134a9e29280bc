import type { System } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { checkAlertmanager, checkLoadedRules, type LoadedRules } from '../rules/index.ts';
import { documentedRules, readProjectFile } from './documented-rules.ts';

/** A named text of a configuration, with its path for messages. */
export type ConfigFile = { readonly path: string; readonly text: string };

export type SystemFiles = {
  readonly documented: readonly LoadedRules[];
  readonly prometheus: ConfigFile;
  readonly alertmanager: ConfigFile;
};

/**
 * Reads the rules and configurations of a system and has promtool and amtool check them as they are written. Throws
 * `RULES_INVALID`, `ALERTMANAGER_CONFIG_INVALID` or `CONFIG_INVALID`.
 */
export const loadSystemFiles = async (
  system: System,
  root: string,
  { promtool, amtool }: { promtool: string; amtool: string },
): Promise<SystemFiles> => {
  const documented = documentedRules(system, root);
  const file = (path: string): ConfigFile => ({ path, text: readProjectFile(root, path) });
  const alertmanager = file(system.alertmanager);
  await Promise.all([
    ...documented.map(async (rules) => await checkLoadedRules(promtool, rules)),
    checkAlertmanager(amtool, withPlaceholders(alertmanager.text), alertmanager.path),
  ]);
  return { documented, prometheus: file(system.prometheus), alertmanager };
};

/** amtool wants addresses where the sinks' will be. */
const withPlaceholders = (text: string): string =>
  text.replaceAll(/\$\{(sink\.[\w-]+|subject)\}/g, 'http://127.0.0.1:9');

/** Gives the alerting rule of the name; throws `DRILL_INVALID` when the rules define none. */
export const findRule = (
  rules: readonly LoadedRules[],
  alertname: string,
): { alert: string; expr: string; forMs: number } => {
  const found = rules
    .flatMap(({ groups }) => groups.flatMap((group) => group.rules))
    .find(({ alert }) => alert === alertname);
  if (found === undefined)
    throw new HarnessError('DRILL_INVALID', { what: 'no rule defines this alert', got: alertname });
  return { alert: alertname, expr: found.expr, forMs: found.forMs };
};

import type { Drill, Rewrite, Settings } from '../contract/index.ts';
import {
  compressAlertmanager,
  compressPrometheus,
  compressRules,
  loadRules,
  prometheusFlags,
  settingsOf,
  type LoadedRules,
} from '../rules/index.ts';
import type { SystemFiles } from './system-files.ts';

/** The files of a system as they run at a speed. */
export type ScaledSystem = {
  readonly rules: readonly LoadedRules[];
  readonly ruleTexts: Readonly<Record<string, string>>;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly flags: readonly string[];
  readonly rewrites: Rewrite[];
  readonly settings: Settings;
};

/** Scales every file of a drill's stack, and gives the settings of the alert as they will really run. */
export const scaleSystem = (files: SystemFiles, drill: Drill, alertname: string, speed: number): ScaledSystem => {
  const { correctedRules } = drill;
  const corrected =
    correctedRules === undefined ? [] : [loadRules({ path: 'corrected.yml', form: 'rules' }, correctedRules)];
  const compressed = [...files.documented, ...corrected].map((loaded) => ({ loaded, ...compressRules(loaded, speed) }));
  const prometheus = compressPrometheus(files.prometheus.text, files.prometheus.path, speed);
  const alertmanager = compressAlertmanager(files.alertmanager.text, files.alertmanager.path, speed);
  const rules = compressed.map(({ loaded, text }) => loadRules({ path: loaded.path, form: 'rules' }, text));
  return {
    rules,
    ruleTexts: Object.fromEntries(compressed.map(({ text }, index) => [`${index}.yml`, text])),
    prometheus: prometheus.text,
    alertmanager: alertmanager.text,
    flags: prometheusFlags(speed),
    rewrites: [...compressed, prometheus, alertmanager].flatMap((part) => part.rewrites),
    settings: settingsOf({ prometheus: prometheus.text, alertmanager: alertmanager.text, rules, alertname }),
  };
};

import { isSeq } from 'yaml';
import type { RuleFile } from '../../contract/index.ts';
import { YamlFile } from '../yaml-file.ts';

export type FileKind = RuleFile['form'] | 'alertmanager';

/** Tells by its keys what a file is; throws `CONFIG_INVALID` for YAML that does not parse and for anything else. */
export const fileKind = (path: string, text: string): FileKind => {
  const yaml = new YamlFile(path, text, 'CONFIG_INVALID');
  const contents = yaml.resolve(yaml.document.contents);
  if (isSeq(contents)) return 'bare-list';
  if (yaml.get(contents, 'groups') !== null) return 'rules';
  if (yaml.get(yaml.get(contents, 'spec'), 'groups') !== null) return 'prometheus-rule';
  if (yaml.get(contents, 'route') !== null || yaml.get(contents, 'receivers') !== null) return 'alertmanager';
  const expected = 'groups, a PrometheusRule, a list of rules, or a route with receivers';
  throw yaml.error(0, { what: 'neither rules nor a configuration of Alertmanager', expected });
};

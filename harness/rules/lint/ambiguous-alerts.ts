import type { HarnessError } from '../../core/index.ts';
import type { RuleFile } from '../../contract/index.ts';
import { YamlFile } from '../yaml-file.ts';
import { ruleNodes } from './rule-node.ts';

/** Every alert that a file before it has already defined under the same name: `ALERT_AMBIGUOUS` with both places. */
export const ambiguousAlerts = (
  files: readonly { readonly file: RuleFile; readonly text: string }[],
): HarnessError[] => {
  const first = new Map<string, { readonly path: string; readonly where: string }>();
  return files.flatMap(({ file, text }) => {
    const yaml = new YamlFile(file.path, text, 'ALERT_AMBIGUOUS');
    return ruleNodes(yaml, file).flatMap(({ node }) => {
      const name = yaml.scalar(node, 'alert');
      if (name === undefined) return [];
      const before = first.get(name);
      const where = `${file.path}:${yaml.lineOf(node)}`;
      if (before === undefined) first.set(name, { path: file.path, where });
      if (before === undefined || before.path === file.path) return [];
      return [yaml.error(node, { what: `${before.where} defines an alert of the same name`, got: name })];
    });
  });
};

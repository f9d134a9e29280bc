import type { Node } from 'yaml';
import type { RuleFile } from '../../contract/index.ts';
import type { YamlFile } from '../yaml-file.ts';

/** Every rule of a file as its node, with the group's name, in the order of the file; none of what is not as it has to be. */
export const ruleNodes = (
  yaml: YamlFile,
  { form, group: only = 'rules' }: RuleFile,
): { readonly group: string; readonly node: Node }[] => {
  const contents = yaml.resolve(yaml.document.contents);
  if (form === 'bare-list') return yaml.entries(contents, 'rules').map((node) => ({ group: only, node }));
  const parent = form === 'rules' ? contents : yaml.get(contents, 'spec');
  return yaml.items(parent, 'groups').flatMap((group) => {
    const name = yaml.scalar(group, 'name') ?? '';
    return yaml.items(group, 'rules').map((node) => ({ group: name, node }));
  });
};

/** The node of the rule that promtool calls by its group and by its number in it, counted from 1. */
export const ruleNode = (yaml: YamlFile, file: RuleFile, group: string, number: number): Node | undefined =>
  ruleNodes(yaml, file).filter((rule) => rule.group === group)[number - 1]?.node;

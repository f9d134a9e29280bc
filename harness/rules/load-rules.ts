import type { Node } from 'yaml';
import type { RuleFile } from '../contract/index.ts';
import { readRule, textsOf, type Rule } from './read-rule.ts';
import { YamlFile } from './yaml-file.ts';

export type RuleGroup = {
  readonly name: string;
  readonly intervalMs: number | undefined;
  readonly queryOffsetMs: number | undefined;
  readonly limit: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
};
export type LoadedRules = {
  readonly path: string;
  readonly form: RuleFile['form'];
  readonly text: string;
  readonly groups: readonly RuleGroup[];
};

const groupKeys = ['name', 'interval', 'query_offset', 'limit', 'labels', 'rules'];
/** The operator takes it for Thanos and leaves it out of what Prometheus gets. */
const operatorGroupKeys = [...groupKeys, 'partial_response_strategy'];

/**
 * Loads rules as strictly as Prometheus does. Throws `RULES_INVALID` with file, line and column for YAML or PromQL that
 * does not parse, an unknown key, a missing expression, a bad duration, a group's name that comes twice, an alert that
 * comes twice in a group with the same labels, and, unlike Prometheus, for a file without a rule.
 */
export const loadRules = (file: RuleFile, text: string): LoadedRules => {
  const yaml = new YamlFile(file.path, text, 'RULES_INVALID');
  const groups = readers[file.form](yaml, file.group ?? 'rules');
  if (groups.every(({ rules }) => rules.length === 0)) throw yaml.error(0, { what: 'the file has no rule' });
  return { path: file.path, form: file.form, text, groups };
};

const readers: Readonly<Record<RuleFile['form'], (yaml: YamlFile, group: string) => RuleGroup[]>> = {
  rules: (yaml) => groupsOf(yaml, yaml.map(yaml.document.contents, 'rule file', ['groups']), groupKeys),
  'prometheus-rule': (yaml) => {
    const spec = yaml.get(yaml.document.contents, 'spec');
    return groupsOf(yaml, yaml.map(spec, 'spec of a PrometheusRule', ['groups']), operatorGroupKeys);
  },
  'bare-list': (yaml, name) => {
    const rules = yaml.entries(yaml.document.contents, 'rules').map((rule) => readRule(yaml, rule));
    return [{ name, intervalMs: undefined, queryOffsetMs: undefined, limit: undefined, labels: {}, rules }];
  },
};

const groupsOf = (yaml: YamlFile, parent: Node, keys: readonly string[]): RuleGroup[] => {
  const nodes = yaml.items(parent, 'groups');
  const groups = nodes.map((node) => readGroup(yaml, node, keys));
  const names = groups.map(({ name }) => name);
  const twice = names.findIndex((name, index) => names.indexOf(name) < index);
  if (twice !== -1) throw yaml.error(nodes[twice], { what: 'a group comes twice in a file', got: names[twice] ?? '' });
  return groups;
};

const readGroup = (yaml: YamlFile, node: Node, keys: readonly string[]): RuleGroup => {
  const map = yaml.map(node, 'group', keys);
  const name = yaml.scalar(map, 'name');
  if (name === undefined || name === '') throw yaml.error(map, { what: 'a group has no name', expected: 'name' });
  const ruleNodes = yaml.items(map, 'rules');
  const rules = ruleNodes.map((rule) => readRule(yaml, rule));
  const identities = rules.map(identity);
  const twice = identities.findIndex((each, index) => each !== undefined && identities.indexOf(each) < index);
  if (twice !== -1) {
    const got = rules[twice]?.alert ?? '';
    throw yaml.error(ruleNodes[twice], { what: 'an alert comes twice in a group with the same labels', got });
  }
  return {
    name,
    intervalMs: yaml.duration(map, 'interval'),
    queryOffsetMs: yaml.duration(map, 'query_offset'),
    limit: yaml.scalar(map, 'limit'),
    labels: textsOf(yaml, map, 'labels'),
    rules,
  };
};

/** The same alert with other labels, such as another severity, is another alert. */
const identity = ({ alert, labels }: Rule): string | undefined =>
  alert === undefined ? undefined : JSON.stringify([alert, Object.entries(labels).sort()]);

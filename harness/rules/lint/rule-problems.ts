import type { RuleFile } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import { refusalOfRules } from '../check-files.ts';
import { toRuleFile } from '../compress-rules.ts';
import { exprOffset } from '../expr-offset.ts';
import { loadRules, type LoadedRules } from '../load-rules.ts';
import { YamlFile } from '../yaml-file.ts';
import { ruleNode } from './rule-node.ts';

/**
 * Everything that promtool or our own reading refuses in a rule file, each as an error with file, line and column:
 * `RULES_INVALID`, or `TEMPLATE_INVALID` for a label or annotation. Throws `TOOL_MISSING` without promtool.
 */
export const ruleProblems = async (promtool: string, file: RuleFile, text: string): Promise<HarnessError[]> => {
  const loaded = attempt(() => loadRules(file, text));
  if (loaded instanceof HarnessError && file.form !== 'rules') return [loaded];
  const written = loaded instanceof HarnessError ? text : toRuleFile(loaded);
  const refusal = await refusalOfRules(promtool, written, file.path);
  const located = refusal === undefined ? [] : locate(file, text, refusal);
  if (!(loaded instanceof HarnessError))
    return located.length > 0 || refusal === undefined ? located : [whole(file, refusal)];
  const isSaidBetter = located.some(({ code }) => code === 'RULES_INVALID');
  return isSaidBetter ? located : [loaded, ...located];
};

/** Has promtool check rules that were loaded; throws the first of `ruleProblems`. */
export const checkLoadedRules = async (promtool: string, { path, form, text, groups }: LoadedRules): Promise<void> => {
  const group = groups[0]?.name;
  const file = form === 'bare-list' && group !== undefined ? { path, form, group } : { path, form };
  const [problem] = await ruleProblems(promtool, file, text);
  if (problem !== undefined) throw problem;
};

const attempt = (load: () => LoadedRules): LoadedRules | HarnessError => {
  try {
    return load();
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
};

const complaint = /group (?<group>"(?:[^"\\]|\\.)*"), rule (?<number>\d+), "(?:[^"\\]|\\.)*": (?<message>.*)$/;

const locate = (file: RuleFile, text: string, refusal: string): HarnessError[] => {
  const yaml = attemptYaml(file.path, text, 'RULES_INVALID');
  const templates = attemptYaml(file.path, text, 'TEMPLATE_INVALID');
  if (yaml === undefined || templates === undefined) return [];
  return refusal.split('\n').flatMap((line) => {
    const { group, number, message = '' } = complaint.exec(line)?.groups ?? {};
    if (group === undefined) return [];
    const node = ruleNode(yaml, file, JSON.parse(group) as string, Number(number));
    if (node === undefined) return [];
    const { code, key, at, got } = parseMessage(message);
    const reader = code === 'RULES_INVALID' ? yaml : templates;
    const parent = key.length > 1 ? reader.get(node, key[0] ?? '') : node;
    const found = reader.get(parent, key.at(-1) ?? '');
    const value = reader.scalar(parent, key.at(-1) ?? '') ?? '';
    const what = code === 'RULES_INVALID' ? 'promtool refuses the rule' : `the template of ${key.at(-1) ?? ''} is none`;
    return [reader.error(found === null ? node : exprOffset(text, found, offsetOf(value, at)), { what, got })];
  });
};

const attemptYaml = (path: string, text: string, code: 'RULES_INVALID' | 'TEMPLATE_INVALID'): YamlFile | undefined => {
  try {
    return new YamlFile(path, text, code);
  } catch {
    return undefined;
  }
};

type Place = { readonly line: number; readonly column: number };
type Parsed = {
  readonly code: 'RULES_INVALID' | 'TEMPLATE_INVALID';
  readonly key: readonly string[];
  readonly at: Place;
  readonly got: string;
};

const inExpression = /^could not parse expression: (?<line>\d+):(?<column>\d+): (?:parse error: )?(?<got>.*)$/;
const inTemplate = /^(?<kind>annotation|label) "(?<name>.*?)": template: [^:]*:(?<line>\d+)(?::\d+)?: (?<got>.*)$/;

const parseMessage = (message: string): Parsed => {
  const expression = inExpression.exec(message)?.groups;
  if (expression !== undefined) {
    const at = { line: Number(expression['line']), column: Number(expression['column']) };
    return { code: 'RULES_INVALID', key: ['expr'], at, got: expression['got'] ?? '' };
  }
  const template = inTemplate.exec(message)?.groups;
  if (template === undefined) return { code: 'RULES_INVALID', key: [], at: { line: 1, column: 1 }, got: message };
  const key = [`${template['kind'] ?? ''}s`, template['name'] ?? ''];
  return {
    code: 'TEMPLATE_INVALID',
    key,
    at: { line: Number(template['line']), column: 1 },
    got: template['got'] ?? '',
  };
};

const offsetOf = (value: string, { line, column }: Place): number =>
  value
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, each) => sum + each.length + 1, 0) +
  column -
  1;

const whole = ({ path }: RuleFile, got: string): HarnessError =>
  new HarnessError('RULES_INVALID', { what: 'promtool check rules refuses it', where: path, got });

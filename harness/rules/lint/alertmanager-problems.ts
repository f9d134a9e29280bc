import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { HarnessError } from '../../core/index.ts';
import { refusalOfAlertmanager } from '../check-files.ts';
import { YamlFile } from '../yaml-file.ts';
import { templateProblems } from './template-problems.ts';

const sinkAddress = /\$\{(sink\.[\w-]+|subject)\}/g;

/**
 * What is wrong in an Alertmanager configuration, each as an error with file, line and column: what amtool refuses, a
 * receiver without an integration, an inhibition without `equal`, a template that cannot be rendered. What stands for a
 * sink's address needs no sink. Throws `TOOL_MISSING` without amtool.
 */
export const alertmanagerProblems = async (amtool: string, path: string, text: string): Promise<HarnessError[]> => {
  const refusal = await refusalOfAlertmanager(amtool, text.replaceAll(sinkAddress, 'http://127.0.0.1:9'), path);
  const yaml = attempt(path, text);
  if (yaml instanceof HarnessError) return [yaml];
  const contents = yaml.resolve(yaml.document.contents);
  const refused = refusal === undefined ? [] : [locate(yaml, contents, refusal)];
  if (refused.some(({ details }) => details.where === path)) return refused;
  return [
    ...refused,
    ...silentReceivers(path, text, contents),
    ...unboundInhibitions(path, text, contents),
    ...(await templateProblems(amtool, path, text)),
  ];
};

const attempt = (path: string, text: string): YamlFile | HarnessError => {
  try {
    return new YamlFile(path, text, 'ALERTMANAGER_CONFIG_INVALID');
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
};

/** Finds the name that amtool complains of, or the line that it gives; else the message stands for the whole file. */
const locate = (yaml: YamlFile, contents: Node | null, refusal: string): HarnessError => {
  const got =
    refusal
      .replace(/^Checking '.*'\s+FAILED: /, '')
      .split('\namtool: ')[0]
      ?.trim() ?? refusal;
  const name = /undefined receiver "(?<name>.*)" used in route/.exec(got)?.groups?.['name'];
  const used =
    name === undefined ? undefined : routesOf(yaml, yaml.get(contents, 'route')).find((each) => written(each) === name);
  const what = 'amtool refuses the configuration';
  if (used !== undefined) return yaml.error(used, { what, got });
  const line = Number(/line (\d+):/.exec(got)?.[1] ?? Number.NaN);
  if (Number.isNaN(line)) return new HarnessError('ALERTMANAGER_CONFIG_INVALID', { what, where: yaml.path, got });
  const offset =
    yaml.text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length + (line > 1 ? 1 : 0);
  return yaml.error(offset, { what, got });
};

const written = (node: Node): string => (isScalar(node) ? String(node.value) : '');

const routesOf = (yaml: YamlFile, route: Node | null): Node[] => {
  const receiver = yaml.get(route, 'receiver');
  const below = yaml.get(route, 'routes');
  const routes = isSeq(below) ? below.items.flatMap((each) => routesOf(yaml, yaml.resolve(each))) : [];
  return receiver === null ? routes : [receiver, ...routes];
};

const silentReceivers = (path: string, text: string, contents: Node | null): HarnessError[] => {
  const yaml = new YamlFile(path, text, 'RECEIVER_SILENT');
  return listOf(yaml, contents, 'receivers')
    .filter((receiver) => isMap(receiver) && !receiver.items.some(({ key, value }) => isIntegration(yaml, key, value)))
    .map((receiver) =>
      yaml.error(receiver, { what: 'the receiver has no integration', got: yaml.scalar(receiver, 'name') ?? '' }),
    );
};

const isIntegration = (yaml: YamlFile, key: unknown, value: unknown): boolean => {
  const list = yaml.resolve(value);
  return isScalar(key) && String(key.value).endsWith('_configs') && isSeq(list) && list.items.length > 0;
};

const unboundInhibitions = (path: string, text: string, contents: Node | null): HarnessError[] => {
  const yaml = new YamlFile(path, text, 'INHIBITION_UNBOUND');
  return listOf(yaml, contents, 'inhibit_rules')
    .filter((rule) => {
      const equal = yaml.get(rule, 'equal');
      return !isSeq(equal) || equal.items.length === 0;
    })
    .map((rule) => yaml.error(rule, { what: 'the inhibition has no equal', expected: 'labels of source and target' }));
};

const listOf = (yaml: YamlFile, contents: Node | null, key: string): Node[] => {
  const list = yaml.get(contents, key);
  return isSeq(list) ? list.items.flatMap((item) => yaml.resolve(item) ?? []) : [];
};

import { glob, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { isPair, isScalar, visit, type Node, type Scalar } from 'yaml';
import { toolFailure, type HarnessError } from '../../core/index.ts';
import { exprOffset } from '../expr-offset.ts';
import { YamlFile } from '../yaml-file.ts';

const timeoutMs = 30_000;

/**
 * Has amtool render every template of an Alertmanager configuration's receivers for an alert, with the files that it
 * names and Alertmanager's own templates; gives `TEMPLATE_INVALID` with file, line and column for each that is none.
 */
export const templateProblems = async (amtool: string, path: string, text: string): Promise<HarnessError[]> => {
  const yaml = new YamlFile(path, text, 'TEMPLATE_INVALID');
  const found = templatesOf(yaml);
  if (found.length === 0) return [];
  const named = namedGlobs(yaml, path);
  const present = await filter(named, async (pattern) => (await Array.fromAsync(glob(pattern))).length > 0);
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-templates-'));
  try {
    const none = join(folder, 'none.tmpl');
    await writeFile(none, '');
    const render = renderer(amtool, [none, ...present]);
    const problems = await Promise.all(
      found.map(async ({ node, key }) => {
        const got = await render(String(node.value));
        // What files that are not here define cannot be known.
        if (got === undefined || (present.length < named.length && /template ".*" not defined/.test(got))) return [];
        return [
          yaml.error(placeOf(text, node, got), {
            what: `the template of ${key} is none`,
            got: got.replace(/^:\d+:(\d+:)? /, ''),
          }),
        ];
      }),
    );
    return problems.flat();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

type Template = { readonly node: Scalar; readonly key: string };

const templatesOf = (yaml: YamlFile): Template[] => {
  const found: Template[] = [];
  const receivers = yaml.get(yaml.resolve(yaml.document.contents), 'receivers');
  if (receivers === null) return [];
  visit(receivers, {
    Scalar: (_, node, ancestors) => {
      if (typeof node.value !== 'string' || !node.value.includes('{{')) return;
      const pair = ancestors.findLast((each) => isPair(each));
      found.push({ node, key: isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : 'a receiver' });
    },
  });
  return found;
};

const namedGlobs = (yaml: YamlFile, path: string): string[] =>
  yaml
    .items(yaml.resolve(yaml.document.contents), 'templates')
    .map((item: Node) => resolve(dirname(path), yaml.written(item, 'a template file')));

const filter = async (all: readonly string[], keep: (one: string) => Promise<boolean>): Promise<string[]> => {
  const kept = await Promise.all(all.map(keep));
  return all.filter((_, index) => kept[index]);
};

/** Gives what amtool says of a template that it cannot render; throws `TOOL_MISSING` or `TOOL_BROKEN`. */
const renderer =
  (amtool: string, globs: readonly string[]) =>
  async (template: string): Promise<string | undefined> => {
    const files = globs.map((pattern) => `--template.glob=${pattern}`);
    const args = ['template', 'render', ...files, `--template.text=${template}`];
    const result = await execa(amtool, args, { all: true, reject: false, timeout: timeoutMs });
    if (result.exitCode === 0) return undefined;
    if (result.exitCode !== undefined) return result.all.replace(/^amtool: error: template: /, '').trim();
    throw toolFailure('amtool cannot render a template', amtool, result);
  };

/** amtool names the line of the template as `:2: `. */
const placeOf = (text: string, node: Scalar, got: string): number => {
  const line = Number(/^[^:]*:(\d+):/.exec(got)?.[1] ?? 1);
  const before = String(node.value)
    .split('\n')
    .slice(0, line - 1);
  return exprOffset(
    text,
    node,
    before.reduce((sum, each) => sum + each.length + 1, 0),
  );
};

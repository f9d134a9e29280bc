import * as z from 'zod';
import { isMap, type Node } from 'yaml';
import { YamlFile } from '../rules/index.ts';

const text = z.string().min(1);
const path = z.string().startsWith('/');

/** `firedrill.config.yaml`: what runs, and the system where it is none that the project has. Paths are beside the file. */
export const attachedConfigSchema = z.strictObject({
  prometheus: z.url().optional(),
  alertmanager: z.url().optional(),
  subject: z.url().optional(),
  kubeconfig: text.optional(),
  context: text.optional(),
  namespace: text.optional(),
  deployment: text.optional(),
  system: z
    .strictObject({
      name: text.regex(/^[\w.-]+$/),
      job: text,
      metricsPath: path.default('/metrics'),
      healthPath: path,
      /** Its rule files, in any form that `firedrill lint` takes. */
      rules: z
        .array(
          z.strictObject({
            path: text,
            form: z.enum(['rules', 'prometheus-rule', 'bare-list']),
            group: text.optional(),
          }),
        )
        .min(1),
      /** The configuration of Alertmanager whose receivers its alerts have to reach. */
      alertmanager: text.optional(),
    })
    .optional(),
});
export type AttachedConfig = z.infer<typeof attachedConfigSchema>;

/** Reads a configuration strictly; throws `CONFIG_INVALID` with the file and line of its first mistake. */
export const readAttachedConfig = (file: string, source: string): AttachedConfig => {
  const yaml = new YamlFile(file, source, 'CONFIG_INVALID');
  const { data, error } = attachedConfigSchema.safeParse(yaml.document.toJS() ?? {});
  const [issue] = error?.issues ?? [];
  if (issue === undefined) return attachedConfigSchema.parse(data);
  if (issue.code === 'unrecognized_keys') {
    const got = issue.keys[0] ?? '';
    throw yaml.error(keyOf(yaml, issue.path, got), { what: 'unknown key', got });
  }
  const found = nodeAt(yaml, issue.path) ?? nodeAt(yaml, issue.path.slice(0, -1));
  throw yaml.error(found, { what: `${issue.path.join('.')}: ${issue.message}` });
};

type Path = readonly PropertyKey[];

const nodeAt = (yaml: YamlFile, at: Path): Node | null =>
  at.length === 0
    ? yaml.document.contents
    : yaml.resolve(yaml.document.getIn(at as readonly (string | number)[], true));

/** The key itself, which stands on the line that is to be mended. */
const keyOf = (yaml: YamlFile, at: Path, name: string): Node | null => {
  const map = nodeAt(yaml, at);
  const pair = isMap(map) ? map.items.find(({ key }) => yaml.written(key as Node, 'key') === name) : undefined;
  return yaml.resolve(pair?.key);
};

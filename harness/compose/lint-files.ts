import { readFile } from 'node:fs/promises';
import { HarnessError, messageOf } from '../core/index.ts';
import { alertmanagerProblems, ambiguousAlerts, fileKind, ruleProblems, type FileKind } from '../rules/index.ts';

type Read = { readonly path: string; readonly text: string; readonly kind: FileKind };
type Programs = { readonly promtool: string; readonly amtool: string };

/**
 * Gives everything that is wrong in rule files and Alertmanager configurations, with file and line, in the order of the
 * files; a file that cannot be read is one of it. Throws `TOOL_MISSING` without promtool or amtool.
 */
export const lintFiles = async (paths: readonly string[], programs: Programs): Promise<HarnessError[]> => {
  const files = await Promise.all(paths.map(async (path) => await readOne(path)));
  const problems: HarnessError[] = [];
  for (const file of files) {
    if (file instanceof HarnessError) problems.push(file);
    else problems.push(...(await problemsOf(file, programs)));
  }
  return [...problems, ...ambiguous(files, problems)];
};

const readOne = async (path: string): Promise<Read | HarnessError> => {
  try {
    const text = await readFile(path, 'utf8');
    return { path, text, kind: fileKind(path, text) };
  } catch (cause) {
    if (cause instanceof HarnessError) return cause;
    return new HarnessError('CONFIG_INVALID', { what: 'cannot be read', where: path, got: messageOf(cause), cause });
  }
};

const problemsOf = async ({ path, text, kind }: Read, { promtool, amtool }: Programs): Promise<HarnessError[]> =>
  kind === 'alertmanager'
    ? await alertmanagerProblems(amtool, path, text)
    : await ruleProblems(promtool, { path, form: kind }, text);

/** A file in which something is not where it has to be is not compared with others. */
const ambiguous = (files: readonly (Read | HarnessError)[], problems: readonly HarnessError[]): HarnessError[] =>
  ambiguousAlerts(
    files.flatMap((file) => {
      if (file instanceof HarnessError || file.kind === 'alertmanager') return [];
      const isUnreadable = problems.some(
        ({ code, details }) => code === 'RULES_INVALID' && details.where?.startsWith(`${file.path}:`) === true,
      );
      return isUnreadable ? [] : [{ file: { path: file.path, form: file.kind }, text: file.text }];
    }),
  );

import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the script is among its files. */
export const scriptPath = 'k6/alerts.ts';

/** The script of the load with all that it imports, as text by path. */
export const scriptFiles = async (): Promise<Readonly<Record<string, string>>> => {
  const found: Record<string, string> = {};
  const visit = async (path: string): Promise<void> => {
    if (path in found) return;
    const text = await readFile(join(root, path), 'utf8');
    found[path] = text;
    for (const imported of importsOf(text)) await visit(relative(root, join(root, dirname(path), imported)));
  };
  await visit(scriptPath);
  return found;
};

/** Values alone: k6 reads nothing of a type. */
const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^import (?!type )[^;]*? from '(\.[^']+)';$/gm)].map(([, path = '']) => path);

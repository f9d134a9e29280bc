import { stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** Every executable file of that name on PATH, in PATH's order. */
export const findOnPath = async (name: string, env: NodeJS.ProcessEnv): Promise<string[]> => {
  const candidates = (env['PATH'] ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name));
  const usable = await Promise.all(candidates.map(isExecutable));
  return [...new Set(candidates.filter((_, index) => usable[index]))];
};

const isExecutable = async (path: string): Promise<boolean> =>
  await stat(path).then(
    (file) => file.isFile() && (file.mode & 0o111) !== 0,
    () => false,
  );

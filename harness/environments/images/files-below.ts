import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Gives the files below a folder as paths relative to `root`, in order; `wanted` decides on each path, also of folders. */
export const filesBelow = async (
  root: string,
  folder: string,
  wanted: (path: string) => boolean,
): Promise<string[]> => {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = `${folder}/${entry.name}`;
      if (!wanted(path)) return [];
      if (entry.isDirectory()) return await filesBelow(root, path, wanted);
      return entry.isFile() ? [path] : [];
    }),
  );
  return found.flat().toSorted();
};

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a shell program that stands in for another, and gives its path. */
export const writeProgram = async (folder: string, name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
};

import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CheckText } from '../contract/index.ts';

/** What a run gets: an empty folder, the pinned programs by name, the environment, and texts by their source. */
export type Means = {
  readonly folder: string;
  readonly programs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly textOf: (text: CheckText) => string;
};

/** Writes a text into the folder of the run and gives its path. */
export const write = async ({ folder, textOf }: Means, name: string, text: CheckText): Promise<string> => {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  const content = textOf(text);
  await writeFile(path, content);
  if (content.startsWith('#!')) await chmod(path, 0o755);
  return path;
};

import { realpath, stat } from 'node:fs/promises';

/** Identifies the content of a file as far as its metadata goes, following symbolic links. */
export async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return [await realpath(file), mtimeMs, size, ino].join(':');
  } catch {
    return 'missing';
  }
}

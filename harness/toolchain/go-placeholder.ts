import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { GoBuild } from './pins.ts';

const page = '<!doctype html><title>No pages</title><p>This program was built without its web pages.</p>\n';

/**
 * Copies a module that embeds a page which it does not carry, puts a placeholder there in the two encodings that are
 * served, and gives the build flag that takes the copy. `go mod download` has checked the original against go.sum.
 */
export const withPlaceholder = async ({
  cwd,
  folder,
  run,
  placeholder,
}: {
  cwd: string;
  folder: string;
  run: (args: readonly string[]) => Promise<string>;
  placeholder: NonNullable<GoBuild['placeholder']>;
}): Promise<string[]> => {
  await run(['mod', 'download', placeholder.module]);
  const original = (await run(['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', placeholder.module])).trim();
  const copy = join(folder, 'module');
  await copyWritable(original, copy);
  const file = join(copy, placeholder.file);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.gz`, gzipSync(page));
  await writeFile(`${file}.br`, brotliCompressSync(page));
  const modfile = join(folder, 'go.mod');
  const replaced = `${await readFile(join(cwd, 'go.mod'), 'utf8')}\nreplace ${placeholder.module} => ${copy}\n`;
  await writeFile(modfile, replaced);
  await copyFile(join(cwd, 'go.sum'), join(folder, 'go.sum'));
  return [`-modfile=${modfile}`];
};

/** The module cache is read-only; its copy has to be removable. */
const copyWritable = async (from: string, to: string): Promise<void> => {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      await copyWritable(source, target);
    } else {
      await copyFile(source, target);
      await chmod(target, 0o644);
    }
  }
};

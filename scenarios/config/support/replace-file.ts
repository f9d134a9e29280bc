import { mkdir, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Puts a file in the place of another at once, as an editor or a deployment does. */
export const replaceFile = async (file: string, text: string): Promise<void> => {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
};

/** Publishes a file as kubelet does that of a ConfigMap: into a new folder, to which `..data` is swapped; the old one goes. */
export const publishFile = async (file: string, text: string): Promise<void> => {
  const directory = dirname(file);
  const old = await readlink(join(directory, '..data')).catch(() => '..2026_01_01_00_00_00');
  const folder = old.slice(0, -2) + String(Number(old.slice(-2)) + 1).padStart(2, '0');
  await mkdir(join(directory, folder));
  await writeFile(join(directory, folder, basename(file)), text);
  await linkAt(folder, join(directory, '..data'));
  await rm(join(directory, old), { recursive: true, force: true });
};

/** Makes the file a link into `..data`, as it is in a ConfigMap's volume, with this text. */
export const becomeVolume = async (file: string, text: string): Promise<void> => {
  await publishFile(file, text);
  await linkAt(join('..data', basename(file)), file);
};

const linkAt = async (target: string, path: string): Promise<void> => {
  await symlink(target, `${path}_tmp`);
  await rename(`${path}_tmp`, path);
};

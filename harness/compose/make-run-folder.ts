import { access, mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HarnessError, messageOf } from '../core/index.ts';

/** Makes the folder of the run and points `latest` to it; throws `REPORT_UNWRITABLE`. */
export const makeRunFolder = async (outFolder: string, runId: string): Promise<string> => {
  const folder = join(outFolder, runId);
  try {
    await makePath(folder);
    const latest = join(outFolder, 'latest');
    await rm(latest, { force: true });
    await symlink(runId, latest);
    return folder;
  } catch (cause) {
    throw new HarnessError('REPORT_UNWRITABLE', {
      what: 'the report folder cannot be written',
      where: outFolder,
      got: messageOf(cause),
      next: 'choose another with --out',
      cause,
    });
  }
};

/** Node's own recursion never ends where a parent takes no folders, as /proc does. */
const makePath = async (path: string): Promise<void> => {
  const made = await mkdir(path).catch((error: unknown) => (error as NodeJS.ErrnoException).code);
  if (made === undefined || made === 'EEXIST') return;
  if (made !== 'ENOENT' || dirname(path) === path) throw new Error(`${made}: ${path}`);
  if (
    await access(dirname(path)).then(
      () => true,
      () => false,
    )
  )
    throw new Error(`${made}: ${path}`);
  await makePath(dirname(path));
  await mkdir(path);
};

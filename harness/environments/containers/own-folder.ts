import { chown, mkdir } from 'node:fs/promises';
import { containerUser } from '../container-user.ts';

/** Makes a folder that containers may write to. */
export const makeOwnFolder = async (path: string): Promise<void> => {
  await mkdir(path, { recursive: true });
  const { uid, gid } = containerUser();
  if (process.getuid?.() === 0) await chown(path, uid, gid);
};

import { execa } from 'execa';

type Command = { command: string; args: string[] };

/** A mount that the program alone has, and that ends with it; the program keeps the process id. */
const mounted = 'mount -t tmpfs -o size="$0m" tmpfs "$1" && shift && exec "$@"';

/** Gives what runs a program with a disk of so many MB at a folder; what it writes there is gone when it ends. */
export const onSmallDisk = ({ command, args }: Command, folder: string, sizeMb: number): Command => ({
  command: 'unshare',
  args: ['--map-root-user', '--mount', 'sh', '-c', mounted, String(sizeMb), folder, command, ...args],
});

/** Gives why no program can have a small disk of its own here; undefined where one can. `folder` is hidden meanwhile. */
export const noSmallDisk = async (folder: string): Promise<string | undefined> => {
  const { command, args } = onSmallDisk({ command: 'true', args: [] }, folder, 1);
  const result = await execa(command, args, { reject: false, timeout: 5_000 });
  if (!result.failed) return undefined;
  return `a file system cannot be mounted for a program alone: ${result.stderr.trim() || result.shortMessage}`;
};

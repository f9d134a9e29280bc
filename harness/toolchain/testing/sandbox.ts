import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ToolProgress } from '../progress.ts';

/** A machine with nothing on it: an empty PATH folder, home and cache, and what happened while tools were looked for. */
export type Sandbox = AsyncDisposable & {
  readonly folder: string;
  /** The only folder on PATH. */
  readonly bin: string;
  readonly tools: string;
  readonly env: Record<string, string>;
  readonly events: ToolProgress[];
  readonly onProgress: (event: ToolProgress) => void;
};

export const createSandbox = async (): Promise<Sandbox> => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-toolchain-'));
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const events: ToolProgress[] = [];
  return {
    folder,
    bin,
    tools: join(folder, 'cache', 'firedrill', 'tools'),
    env: { PATH: bin, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') },
    events,
    onProgress: (event) => events.push(event),
    [Symbol.asyncDispose]: async () => await rm(folder, { recursive: true, force: true }),
  };
};

/** The text of a fake toxiproxy-server of a version. */
export const fakeToxiproxy = (version: string): string => `#!/bin/sh\necho "toxiproxy-server version ${version}"\n`;

/** Writes an executable script. */
export const writeScript = async (path: string, text: string): Promise<string> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await chmod(path, 0o755);
  return path;
};

/** Puts a program of this machine on the sandbox's PATH. */
export const borrow = async (path: string, { bin }: Sandbox): Promise<void> =>
  await symlink(path, join(bin, path.split('/').at(-1) ?? path));

/**
 * A fake `go` that counts its builds in `builds.log` and writes `program` to the place after `-o`, without any other
 * program of the machine.
 */
export const fakeGo = (program: string, { folder }: Sandbox): string => `#!/bin/sh
if [ "$1" = version ]; then echo "go version go1.26.8 linux/amd64"; exit; fi
echo "$*" >> ${folder}/builds.log
while [ "$1" != -o ]; do shift; done
printf '%s' '${program}' > "$2"
`;

import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CheckText, Surrounds } from '../contract/index.ts';
import type { TextOf } from './act-text.ts';

/** What an arm of a rehearsal works in. */
export type Scratch = AsyncDisposable & Surrounds;

export type ScratchOptions = {
  /** The programs that its commands may call, by name. */
  readonly programs: Readonly<Record<string, string>>;
  /** Variables over those that every shell has. */
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, CheckText>>;
  readonly textOf: TextOf;
};

/** Makes an empty folder that is home and working folder, with these files and no program but these; disposal removes it. */
export const openScratch = async ({ programs, env, files, textOf }: ScratchOptions): Promise<Scratch> => {
  const top = await mkdtemp(join(tmpdir(), 'firedrill-runbook-'));
  const folder = join(top, 'home');
  const bin = join(top, 'bin');
  await mkdir(folder);
  await mkdir(bin);
  for (const [name, path] of Object.entries(programs)) await symlink(path, join(bin, name));
  await writeFile(join(folder, '.curlrc'), 'no-progress-meter\n');
  for (const [name, text] of Object.entries(files)) await write(join(folder, name), textOf(text));
  return {
    folder,
    env: { PATH: bin, HOME: folder, TMPDIR: folder, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...env },
    async [Symbol.asyncDispose]() {
      await rm(top, { recursive: true, force: true });
    },
  };
};

/** Writes a file of the scratch folder; one that begins with `#!` can be run. */
export const write = async (path: string, content: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  if (content.startsWith('#!')) await chmod(path, 0o755);
};

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Search } from './options.ts';
import { describeAccepted, isAccepted } from './version.ts';

/** What a file is: the program at a version, or why it is not usable. */
export type Probe =
  | { readonly version: string; readonly problem: undefined }
  | { readonly version: string | undefined; readonly problem: string };

const probeTimeoutMs = 20_000;

/** Runs the program's version command and judges the answer. */
export const askVersion = async (path: string, { pin, signal }: Pick<Search, 'pin' | 'signal'>): Promise<Probe> => {
  const result = await execa(path, pin.versionArgs, {
    all: true,
    reject: false,
    stdin: 'ignore',
    timeout: probeTimeoutMs,
    maxBuffer: 1_000_000,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  const version = pin.versionPattern.exec(result.all)?.[1];
  if (version !== undefined && !result.failed) return { version, problem: undefined };
  const said = result.all.split('\n')[0]?.slice(0, 120) ?? '';
  return { version: undefined, problem: `${path} does not say its version: ${said === '' ? excuse(result) : said}` };
};

const excuse = ({
  exitCode,
  shortMessage,
}: {
  exitCode?: number | undefined;
  shortMessage?: string | undefined;
}): string =>
  exitCode === undefined ? (shortMessage ?? 'it could not be run') : `it said nothing and ended with ${exitCode}`;

/**
 * Asks a program for its version once per path, change time and size: the answer is kept in the cache folder, so that a
 * second run starts no program. Gives undefined when there is no executable file.
 */
export const probe = async (path: string, search: Search): Promise<Probe | undefined> => {
  const file = await stat(path).catch(() => undefined);
  if (file === undefined || !file.isFile()) return undefined;
  if ((file.mode & 0o111) === 0) return { version: undefined, problem: `${path} is not executable` };
  const { pin, cache } = search;
  const key = [path, file.mtimeMs, file.size, pin.versionArgs, pin.versionPattern.source].join('\n');
  const note = join(cache, '.versions', createHash('sha256').update(key).digest('hex').slice(0, 32));
  const known = await readFile(note, 'utf8').catch(() => undefined);
  if (known !== undefined && known !== '') return judge(known, path, search);
  const answer = await askVersion(path, search);
  if (answer.problem !== undefined) return answer;
  await keep(note, answer.version);
  return judge(answer.version, path, search);
};

/** The version, and a problem when the pin does not accept it. */
const judge = (version: string, path: string, { pin }: Search): Probe =>
  isAccepted(version, pin.accepted)
    ? { version, problem: undefined }
    : { version, problem: `${path} is ${version}, wanted ${describeAccepted(pin.accepted)}` };

/** Keeps an answer. A cache that cannot be written costs time only. */
const keep = async (note: string, version: string): Promise<void> => {
  const draft = `${note}.${randomUUID()}`;
  try {
    await mkdir(join(note, '..'), { recursive: true });
    await writeFile(draft, version);
    await rename(draft, note);
  } catch {
    return;
  }
};

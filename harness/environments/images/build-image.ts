import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { HarnessError, messageOf } from '../../core/index.ts';
import { followProgress } from './follow-progress.ts';
import { imageId } from './have-image.ts';
import type { Engine } from './open-engine.ts';

export type ImageBuild = {
  /** The image's name without a tag. */
  readonly name: string;
  /** The project's folder. */
  readonly root: string;
  /** The Dockerfile and the files of the context, relative to the project. */
  readonly dockerfile: string;
  readonly files: readonly string[];
  /** What it is built from: `ARG BASE` of the Dockerfile, and the id that this name has now. */
  readonly base: { readonly name: string; readonly id: string };
};

/** Gives the whole name of an image, tagged by the hash of all that is in it; builds it, without a network, unless it is there. */
export const buildImage = async (engine: Engine, build: ImageBuild): Promise<string> => {
  const contents = await Promise.all(
    build.files.map(async (path) => [path, await readFile(join(build.root, path))] as const),
  );
  const all = [
    ['Dockerfile', await readFile(join(build.root, build.dockerfile))] as const,
    ['package.json', Buffer.from('{ "private": true, "type": "module" }\n')] as const,
    ...contents,
  ];
  const tagged = `${build.name}:${hashOf(build.base.id, all)}`;
  if ((await imageId(engine, tagged)) === undefined) await buildFrom(engine, build, tagged, all);
  return tagged;
};

type Content = readonly (readonly [path: string, bytes: Buffer])[];

const buildFrom = async (
  engine: Engine,
  { base, dockerfile }: ImageBuild,
  tagged: string,
  all: Content,
): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-image-'));
  try {
    for (const [path, bytes] of all) await writeReadable(folder, path, bytes);
    const options = {
      t: tagged,
      buildargs: { BASE: base.name },
      labels: { 'firedrill.image': 'true' },
      networkmode: 'none',
      forcerm: true,
    };
    await followProgress(engine, await engine.buildImage({ context: folder, src: ['.'] }, options));
  } catch (cause) {
    throw new HarnessError('IMAGE_MISSING', {
      what: 'the image cannot be built',
      where: dockerfile,
      got: messageOf(cause),
      cause,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Whatever the caller's umask is, the image's user reads it. */
const writeReadable = async (folder: string, path: string, bytes: Buffer): Promise<void> => {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, bytes);
  await chmod(target, 0o644);
};

const hashOf = (base: string, all: Content): string => {
  const hash = createHash('sha256').update(base);
  for (const [path, bytes] of all) hash.update(`\0${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex').slice(0, 16);
};

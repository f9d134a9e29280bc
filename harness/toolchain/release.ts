import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { execa } from 'execa';
import { download } from './download.ts';
import { findOnPath } from './find-on-path.ts';
import { makeInCache } from './make.ts';
import type { Search } from './options.ts';
import type { Archive, Pin } from './pins.ts';
import type { Step } from './step.ts';

const downloadAtMostMs = 600_000;
const reportEveryMs = 500;
const goArch: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

export type ReleasePlan = {
  readonly url: string;
  readonly sha256: string;
  readonly archive: Archive;
  readonly entry: string;
};

/** This machine's platform in Go's words: `linux-amd64`. */
export const platform = { os: process.platform as string, arch: goArch[process.arch] ?? process.arch } as const;

/** Which archive would be downloaded for this platform, or why none. */
export const planRelease = ({
  version,
  archive,
}: Pick<Pin, 'version' | 'archive'>): ReleasePlan | { reason: string } => {
  if (archive === undefined) return { reason: 'no release archive is pinned' };
  const name = `${platform.os}-${platform.arch}`;
  const sha256 = archive.sha256[name];
  if (sha256 === undefined) return { reason: `no checksum is pinned for this platform (${name})` };
  const fill = (template: string): string =>
    template.replaceAll('{version}', version).replaceAll('{os}', platform.os).replaceAll('{arch}', platform.arch);
  return { url: fill(archive.url), sha256, archive, entry: fill(archive.entry ?? '') };
};

/** The official release, when its checksum is pinned. */
export const release: Step = {
  source: 'release',
  async run(search) {
    const plan = planRelease(search.pin);
    if ('reason' in plan) return plan;
    search.emit({ kind: 'looking', tool: search.name, source: 'release', where: plan.url });
    return await makeInCache(search, 'release', async (folder) => {
      const file = join(folder, 'archive');
      await download(plan.url, file, {
        sha256: plan.sha256,
        timeoutMs: downloadAtMostMs,
        signal: search.signal,
        onBytes: reportBytes(search, plan.url),
      });
      return await unpack(file, folder, { plan, env: search.env });
    });
  },
};

/** Reports twice a second at most, and always the last byte. */
const reportBytes = ({ name, clock, emit }: Search, url: string): ((bytes: number, total?: number) => void) => {
  const untilAtMost = clock.now() + downloadAtMostMs;
  let reportedAt = -Infinity;
  return (bytes, total) => {
    if (bytes !== total && clock.monotonic() - reportedAt < reportEveryMs) return;
    reportedAt = clock.monotonic();
    emit({ kind: 'downloading', tool: name, url, bytes, total, untilAtMost });
  };
};

const unpack = async (file: string, folder: string, { plan, env }: { plan: ReleasePlan; env: NodeJS.ProcessEnv }) => {
  switch (plan.archive.format) {
    case 'raw':
      return file;
    case 'gz': {
      const program = join(folder, 'program');
      await pipeline(createReadStream(file), createGunzip(), createWriteStream(program));
      return program;
    }
    case 'tar.gz': {
      const [tar] = await findOnPath('tar', env);
      if (tar === undefined) throw new Error('no tar on PATH to unpack the release with');
      await execa(tar, ['-xzf', file, '-C', folder, plan.entry], { env, extendEnv: false });
      return join(folder, plan.entry);
    }
  }
};

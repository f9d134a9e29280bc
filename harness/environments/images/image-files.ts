import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { System } from '../../contract/index.ts';
import { filesBelow } from './files-below.ts';
import { importedPackages } from './imported-packages.ts';
import { packageClosure, type LockedPackage } from './package-closure.ts';

export const defectsFolder = 'collector-under-test/defects';

/** Gives what a system's image holds below `/app`, as paths in the project: its own folders and the packages these import. */
export const imageFiles = async (root: string, system: System): Promise<string[]> => {
  const folders = foldersOf(system);
  const own = (await Promise.all(folders.map(async (folder) => await sourcesBelow(root, folder)))).flat();
  const sources = await Promise.all(own.map(async (path) => await readFile(join(root, path), 'utf8')));
  const names = [...new Set(sources.flatMap(importedPackages))];
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const packages = packageClosure(lock.packages, names).map(async (folder) => await filesBelow(root, folder, isRun));
  return [...own, ...(await Promise.all(packages)).flat()];
};

/** Gives what the second image adds: every variant that is broken. */
export const defectFiles = async (root: string): Promise<string[]> => await sourcesBelow(root, defectsFolder);

/** Gives the folders of reference systems that a system's programs are in: its own, and those of what runs beside it. */
const foldersOf = ({ image, exporters = [], start }: System): string[] => {
  const paths = [image?.dockerfile ?? '', ...start.local.args, ...exporters.flatMap((each) => each.start.local.args)];
  const found = paths.flatMap((path) => /collector-under-test\/[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(found)].filter((folder) => folder !== defectsFolder).toSorted();
};

const sourcesBelow = async (root: string, folder: string): Promise<string[]> =>
  await filesBelow(root, folder, (path) => !/\.test\.ts$|\/testing$|\.md$|\/Dockerfile$/.test(path));

/** What a package has beside what Node runs, and the packages in it, which are packages of their own. */
const isRun = (path: string): boolean =>
  !/\.d\.[cm]?ts$|\.map$|\.md$|\/node_modules\/(?:@[^/]+\/)?[^/]+\/(?:.*\/)?(?:node_modules|test|tests|docs|examples|benchmarks?|\.github)$/.test(
    path,
  );

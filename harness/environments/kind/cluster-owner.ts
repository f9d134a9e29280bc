import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../core/index.ts';

type Owner = {
  readonly pid: number;
  /** The path of kind. */
  readonly kind: string;
};

const sharePrefix = 'firedrill-cluster-';

/** The folder that a cluster's nodes share with the machine. */
export const shareOf = (cluster: string): string => join(tmpdir(), `${sharePrefix}${cluster}`);

const ownerFile = (cluster: string): string => join(shareOf(cluster), 'owner.json');

/** Gives the name of the cluster that a run makes for itself. */
export const clusterOfRun = (runId: string): string => `firedrill-${runId.toLowerCase()}`;

/** Makes the shared folder of a cluster and writes down which process ends it, and by which kind. */
export const ownCluster = async (cluster: string, kind: string): Promise<void> => {
  await mkdir(shareOf(cluster), { recursive: true });
  const owner: Owner = { pid: process.pid, kind };
  await writeFile(ownerFile(cluster), JSON.stringify(owner));
};

/** Lets a cluster stay: nothing of the harness removes it from now on. */
export const disownCluster = async (cluster: string): Promise<void> => await rm(ownerFile(cluster), { force: true });

/** Whether a cluster was made by a run that has ended without removing it; false for one that is kept, or anybody else's. */
export const isLeftOver = async (cluster: string): Promise<boolean> => {
  const owner = await ownerOf(cluster);
  return owner !== undefined && !isAlive(owner.pid);
};

/**
 * Removes the folders of clusters that were kept and that kind itself has removed since; `existing` are all clusters that
 * there are. A folder that its pods have left to another user stays.
 */
export const removeShares = async (existing: readonly string[]): Promise<void> => {
  const shared = (await readdir(tmpdir())).filter((name) => name.startsWith(sharePrefix));
  for (const cluster of shared.map((name) => name.slice(sharePrefix.length))) {
    if (existing.includes(cluster) || (await isOwned(cluster))) continue;
    await rm(shareOf(cluster), { recursive: true, force: true }).catch(() => undefined);
  }
};

/** One that is being made has its folder first, and is not in the list of clusters yet. */
const isOwned = async (cluster: string): Promise<boolean> => {
  const owner = await ownerOf(cluster);
  return owner !== undefined && isAlive(owner.pid);
};

/** Gives who ends a cluster; undefined for one that is kept, or anybody else's. */
export const ownerOf = async (cluster: string): Promise<Owner | undefined> =>
  await readFile(ownerFile(cluster), 'utf8').then(
    (text) => JSON.parse(text) as Owner,
    () => undefined,
  );

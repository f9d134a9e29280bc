import { rm } from 'node:fs/promises';
import { shareOf } from './cluster-owner.ts';
import { kindCommand } from './kind-command.ts';

const deleteTimeoutMs = 120_000;

/** Removes a cluster and the folder that it shared; one that is not there is no error. */
export const deleteCluster = async (kind: string, name: string): Promise<void> => {
  const args = ['delete', 'cluster', '--name', name];
  await kindCommand({ kind, args, what: 'the cluster cannot be removed', timeoutMs: deleteTimeoutMs });
  await rm(shareOf(name), { recursive: true, force: true });
};

import type { ContainerRun } from './create-container.ts';

/** Where the containers of a drill are started. */
export type ContainerPlace = {
  readonly folder: string;
  readonly run: ContainerRun;
  /** What the names of its containers on the network begin with. */
  readonly prefix: string;
  readonly monitorImages: { readonly prometheus: string; readonly alertmanager: string };
  readonly signal: AbortSignal;
};

/** How long a container may take to be removed, in ms. */
export const removalMs = 30_000;

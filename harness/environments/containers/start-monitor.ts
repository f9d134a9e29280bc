import { join } from 'node:path';
import { childReady } from '../local/http-ready.ts';
import type { Container } from './container.ts';
import type { ContainerPlace } from './container-place.ts';
import { createContainer, type ContainerRun } from './create-container.ts';
import { makeOwnFolder } from './own-folder.ts';

export type MonitorOptions = {
  readonly run: ContainerRun;
  /** `prometheus` or `alertmanager`. */
  readonly name: string;
  readonly host: string;
  readonly image: string;
  readonly port: number;
  /** With its configuration; the container finds it at the same path. */
  readonly folder: string;
  /** The port on loopback of the host; one that is free unless told. */
  readonly hostPort?: number;
  readonly signal: AbortSignal;
};

const readyTimeoutMs = 60_000;

/** Makes the folder of a monitor, and gives what its container is created with. */
export const monitorOf = async (
  { folder, run, prefix, monitorImages, signal }: ContainerPlace,
  name: 'prometheus' | 'alertmanager',
  port: number,
): Promise<MonitorOptions> => {
  const own = join(folder, name);
  await makeOwnFolder(own);
  return { run, name, host: `${prefix}-${name}`, image: monitorImages[name], port, folder: own, signal };
};

/** Creates the container of a Prometheus or an Alertmanager; its arguments and files are those of the local one. */
export const createMonitor = async (options: MonitorOptions, args: readonly string[]): Promise<Container> => {
  const { run, name, host, image, port, folder, hostPort } = options;
  return await createContainer(run, {
    ...{ name, host, image, port },
    ...(hostPort === undefined ? {} : { hostPort }),
    command: args,
    env: { GOMAXPROCS: '1' },
    folders: { [folder]: folder },
    workingFolder: folder,
  });
};

/** Starts it; resolves once it is ready. */
export const startMonitor = async (container: Container, { name, run, signal }: MonitorOptions): Promise<void> => {
  const watched = await container.start();
  const { clock } = run;
  await childReady(watched, `${container.url}/-/ready`, {
    what: `${name} is ready`,
    timeoutMs: readyTimeoutMs,
    clock,
    signal,
  });
};

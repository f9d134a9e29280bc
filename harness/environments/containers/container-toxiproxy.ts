import { openWay, type Toxiproxy } from '../links/toxiproxy.ts';
import { childReady } from '../local/http-ready.ts';
import type { ContainerPlace } from './container-place.ts';
import { createContainer } from './create-container.ts';
import { makeOwnFolder } from './own-folder.ts';

const apiPort = 8474;
const startTimeoutMs = 30_000;

/**
 * Starts toxiproxy as a container. What comes through it reaches the harness by the container's own address and not by a
 * published port, whose proxy would make of a reset an orderly end; only on Linux has the machine a way there.
 */
export const startContainerToxiproxy = async (place: ContainerPlace, image: string): Promise<Toxiproxy> => {
  const { run, prefix, folder, signal } = place;
  await makeOwnFolder(folder);
  const container = await createContainer(run, {
    ...{ name: 'toxiproxy', host: `${prefix}-toxiproxy`, image, port: apiPort, folders: {}, workingFolder: '/' },
    command: ['-host', '0.0.0.0', '-port', String(apiPort)],
    env: { LOG_LEVEL: 'error', GOMAXPROCS: '1' },
  });
  try {
    const started = await container.start();
    const what = 'toxiproxy says its version';
    const { clock } = run;
    await childReady(started, `${container.url}/version`, { what, timeoutMs: startTimeoutMs, clock, signal });
    const reached = await container.address(run.networkId);
    return {
      open: async (name, upstream) => await openWay(container.url, name, upstream, { listen: '0.0.0.0', reached }),
      [Symbol.asyncDispose]: async () => await container[Symbol.asyncDispose](),
    };
  } catch (error) {
    await container[Symbol.asyncDispose]();
    throw error;
  }
};

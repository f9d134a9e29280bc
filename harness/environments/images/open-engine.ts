import { getContainerRuntimeClient } from 'testcontainers';
import { HarnessError, messageOf } from '../../core/index.ts';

/** The container engine, found as Testcontainers finds it: its own settings, DOCKER_HOST, the usual sockets. */
export type Engine = Awaited<ReturnType<typeof getContainerRuntimeClient>>['container']['dockerode'];

/** Gives the engine that answers; throws `ENGINE_MISSING` where none does. */
export const openEngine = async (find = getContainerRuntimeClient): Promise<Engine> => {
  // What is started is undone here and found by its labels; Testcontainers' own container for that needs an image more.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';
  try {
    return (await find()).container.dockerode;
  } catch (cause) {
    throw new HarnessError('ENGINE_MISSING', {
      what: 'no container engine answers',
      ...(process.env['DOCKER_HOST'] === undefined ? {} : { where: process.env['DOCKER_HOST'] }),
      got: messageOf(cause),
      next: 'start one such as Docker, or say in DOCKER_HOST where it listens',
      cause,
    });
  }
};

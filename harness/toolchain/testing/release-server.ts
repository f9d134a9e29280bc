import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pins, type Archive, type Pin, type ToolName } from '../pins.ts';
import { platform } from '../release.ts';

export type ReleaseServer = AsyncDisposable & { readonly url: string; readonly requests: () => number };

/** A server of one release on a port of its own; `answer` writes the response. */
export const serveRelease = async (answer: (response: ServerResponse) => void): Promise<ReleaseServer> => {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/release`,
    requests: () => requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export const sha256Of = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** The pinned table with a release of toxiproxy-server that has this checksum. */
export const pinsWithRelease = (
  archive: Pick<Archive, 'url' | 'format' | 'entry'>,
  sha256: string,
): Record<ToolName, Pin> => ({
  ...pins,
  'toxiproxy-server': {
    ...pins['toxiproxy-server'],
    archive: { ...archive, sha256: { [`${platform.os}-${platform.arch}`]: sha256 } },
  },
});

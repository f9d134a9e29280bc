import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { getJson } from './get-json.ts';

const serve = async (answer: RequestListener): Promise<AsyncDisposable & { readonly url: string }> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/status`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

describe('getJson', () => {
  it('gives the body of a 200', async () => {
    await using server = await serve((_, response) => response.end('{"up":[1]}'));
    expect(await getJson(server.url)).toEqual({ up: [1] });
  });

  it.each<[string, RequestListener, RegExp]>([
    [
      'another status, with the beginning of its body',
      (_, response) => response.writeHead(503).end('not yet'),
      /got status 503: not yet$/,
    ],
    ['a body that is no JSON', (_, response) => response.end('<html>'), /got .*JSON/],
    ['a connection that breaks', (request) => request.socket.destroy(), /got fetch failed/],
    ['no answer in time', () => undefined, /got .*timeout/],
  ])('throws OBSERVER_UNREACHABLE with the address for %s', async (_, answer, got) => {
    await using server = await serve(answer);
    const error = await getJson(server.url, 200).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'OBSERVER_UNREACHABLE', details: { where: server.url } });
    expect((error as Error).message).toMatch(got);
  });
});

import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { HealthChange } from '../../contract/index.ts';
import { systemClock } from '../../core/index.ts';
import { eventually } from '../testing/run-processes.ts';
import { startBalancingServer } from './balancing-server.ts';

/** A replica that is well until told, at a port that it keeps. */
const startReplica = async (answer: RequestListener) => {
  let isWell = true;
  const connections = { made: 0 };
  const server = createServer((request, response) => {
    if (request.url === '/health') response.writeHead(isWell ? 200 : 503).end();
    else answer(request, response);
  });
  server.on('connection', () => (connections.made += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return {
    url: `http://127.0.0.1:${port}`,
    connections,
    feels: (well: boolean) => (isWell = well),
    close,
    open: async () => {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    [Symbol.asyncDispose]: close,
  };
};

const says =
  (text: string): RequestListener =>
  (_, response) =>
    response.end(text);

const balanceOver = async (replicas: readonly { readonly url: string }[]) => {
  const changes: HealthChange[] = [];
  const counts = { refused: 0 };
  const server = await startBalancingServer(
    {
      replicas: replicas.map(({ url }) => url),
      healthPath: '/health',
      listen: '127.0.0.1',
      checks: { everyMs: 20, timeoutMs: 1_000, unhealthyAfter: 2 },
    },
    { onChange: (change) => changes.push(change), onRefused: () => (counts.refused += 1) },
    systemClock,
  );
  return {
    changes,
    counts,
    url: `http://127.0.0.1:${server.port}`,
    [Symbol.asyncDispose]: async () => await server[Symbol.asyncDispose](),
  };
};

const ask = async (url: string, init?: RequestInit): Promise<string> => {
  const response = await fetch(url, init);
  return `${response.status} ${(await response.text()).trim()}`;
};

describe('requests', () => {
  test('go to the healthy replicas in turn, over connections that are kept', async () => {
    await using one = await startReplica(says('one'));
    await using two = await startReplica(says('two'));
    await using balancer = await balanceOver([one, two]);
    const before = one.connections.made;
    const answers: string[] = [];
    for (let sent = 0; sent < 20; sent += 1) answers.push(await ask(balancer.url));
    expect(answers).toEqual(Array.from({ length: 10 }, () => ['200 one', '200 two']).flat());
    expect(one.connections.made - before).toBe(1);
  });

  test('pass through as they are, and so do their answers', async () => {
    await using replica = await startReplica((request, response) => {
      let size = 0;
      request.on('data', (chunk: Buffer) => (size += chunk.length));
      request.on('end', () => {
        const { method, url, headers } = request;
        response.writeHead(429, 'Slow Down', { 'retry-after': '7', 'x-two': ['a', 'b'] });
        response.end(JSON.stringify({ method, url, team: headers['x-team'], host: headers.host, size }));
      });
    });
    await using balancer = await balanceOver([replica]);
    const body = Buffer.alloc(3_000_000, 'ü');
    const response = await fetch(`${balancer.url}/a/b?c=d`, { method: 'PUT', body, headers: { 'x-team': 'one' } });
    expect([response.status, response.statusText]).toEqual([429, 'Slow Down']);
    expect([response.headers.get('retry-after'), response.headers.get('x-two')]).toEqual(['7', 'a, b']);
    const host = new URL(balancer.url).host;
    expect(await response.json()).toEqual({ method: 'PUT', url: '/a/b?c=d', team: 'one', host, size: body.length });
  });

  test('are streamed: the answer begins while the request still goes on', async () => {
    await using replica = await startReplica((request, response) => {
      request.pipe(response);
    });
    await using balancer = await balanceOver([replica]);
    const socket = connect(Number(new URL(balancer.url).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello');
    let got = '';
    socket.on('data', (chunk) => (got += chunk.toString()));
    await eventually('the first half is back', () => got.includes('hello'));
    socket.write('again');
    await eventually('the second half is back', () => got.includes('again'));
    socket.destroy();
  });

  test('that the client gives up are given up at the replica too', async () => {
    let gaveUp = false;
    let begun = false;
    await using replica = await startReplica((request) => {
      begun = true;
      request.socket.once('close', () => (gaveUp = true));
    });
    await using balancer = await balanceOver([replica]);
    const stop = new AbortController();
    const asked = fetch(balancer.url, { signal: stop.signal }).catch(() => 'given up');
    await eventually('it has begun', () => begun);
    stop.abort();
    expect(await asked).toBe('given up');
    await eventually('the replica sees it', () => gaveUp);
    expect(balancer.changes).toHaveLength(1);
  });
});

describe('a replica that is gone', () => {
  test('costs no request that it did not take, and takes its turn again once it is back', async () => {
    await using one = await startReplica(says('one'));
    await using two = await startReplica(says('two'));
    await using balancer = await balanceOver([one, two]);
    await one.close();
    const body = 'x'.repeat(100_000);
    for (let sent = 0; sent < 20; sent += 1) {
      expect(await ask(balancer.url, { method: 'POST', body })).toBe('200 two');
    }
    expect(balancer.changes.at(-1)).toMatchObject({ replica: 0, healthy: false });
    await one.open();
    await eventually('it is healthy', () => balancer.changes.at(-1)?.healthy === true);
    expect(new Set([await ask(balancer.url), await ask(balancer.url)])).toEqual(new Set(['200 one', '200 two']));
    expect(balancer.counts.refused).toBe(0);
  });

  test('in the middle of a request is answered for with 502, and nobody else gets that request', async () => {
    await using one = await startReplica((request) => request.socket.destroy());
    let others = 0;
    await using two = await startReplica((_, response) => {
      others += 1;
      response.end('two');
    });
    await using balancer = await balanceOver([one, two]);
    expect(await ask(balancer.url, { method: 'POST', body: 'x'.repeat(100_000) })).toBe('502 no replica answers');
    expect(others).toBe(0);
    expect(balancer.counts.refused).toBe(0);
  });

  test('in the middle of its answer cuts the answer', async () => {
    await using one = await startReplica((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    await using balancer = await balanceOver([one]);
    await expect(fetch(balancer.url).then(async (response) => await response.text())).rejects.toThrow();
  });
});

test('a replica that says that it is not well has no turn until it is', async () => {
  await using one = await startReplica(says('one'));
  await using two = await startReplica(says('two'));
  await using balancer = await balanceOver([one, two]);
  one.feels(false);
  await eventually('it is seen', () => balancer.changes.at(-1)?.healthy === false);
  expect([await ask(balancer.url), await ask(balancer.url)]).toEqual(['200 two', '200 two']);
  one.feels(true);
  await eventually('it is seen', () => balancer.changes.at(-1)?.healthy === true);
  expect(balancer.changes.filter(({ replica }) => replica === 0).map(({ healthy }) => healthy)).toEqual([
    true,
    false,
    true,
  ]);
});

test('without a healthy replica it refuses with 503 and counts', async () => {
  await using one = await startReplica(says('one'));
  await using balancer = await balanceOver([one]);
  await one.close();
  expect(await ask(balancer.url)).toBe('503 no replica answers');
  expect(await ask(balancer.url, { method: 'POST', body: 'x' })).toBe('503 no replica answers');
  expect(balancer.counts.refused).toBe(2);
});

import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { openRedisCache } from './redis-cache.ts';
import { decodeReply, encodeCommand } from './resp.ts';

const logger = pino({ enabled: false });

/** A server that takes commands of RESP 2 and keeps what is set; every reply comes a byte at a time. */
async function startRedis() {
  const kept = new Map<string, string>();
  const commands: string[][] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const words = data
        .toString()
        .split('\r\n')
        .filter((_, index) => index > 0 && index % 2 === 0);
      commands.push(words);
      const [command, key = '', value = ''] = words;
      if (command === 'SET') kept.set(key, value);
      const found = kept.get(key);
      const reply =
        command === 'SET' ? '+OK\r\n' : found === undefined ? '$-1\r\n' : `$${found.length}\r\n${found}\r\n`;
      for (const byte of reply) socket.write(byte);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    commands,
    drop: () => sockets.forEach((socket) => socket.destroy()),
    async [Symbol.asyncDispose]() {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}

test('remembers for as long as it is told', async () => {
  await using redis = await startRedis();
  const cache = openRedisCache({ url: redis.url, ttlMs: 250, logger });
  let created = 0;
  const create = () => Promise.resolve(`answer ${(created += 1)}`);
  expect(await cache.through('stats', create)).toBe('answer 1');
  expect(await cache.through('stats', create)).toBe('answer 1');
  expect(redis.commands).toEqual([
    ['GET', 'endpoint-statistics:stats'],
    ['SET', 'endpoint-statistics:stats', 'answer 1', 'PX', '250'],
    ['GET', 'endpoint-statistics:stats'],
  ]);
  await cache.close();
});

test('answers without Redis, and remembers again once it is back', async () => {
  const nowhere = openRedisCache({ url: 'redis://127.0.0.1:9', ttlMs: 250, logger });
  expect(await nowhere.through('stats', () => Promise.resolve('made'))).toBe('made');
  await nowhere.close();
  await using redis = await startRedis();
  const cache = openRedisCache({ url: redis.url, ttlMs: 250, logger });
  expect(await cache.through('stats', () => Promise.resolve('first'))).toBe('first');
  redis.drop();
  const second = await cache.through('stats', () => Promise.resolve('second'));
  expect(await cache.through('stats', () => Promise.resolve('third'))).toBe(second);
  await cache.close();
});

test('reads every kind of reply, only once it is complete', () => {
  expect(encodeCommand(['GET', 'ä'])).toBe('*2\r\n$3\r\nGET\r\n$2\r\nä\r\n');
  const replies = [
    ['+OK\r\n', 'OK'],
    [':7\r\n', 7],
    ['$-1\r\n', null],
    ['$4\r\na\r\nb\r\n', 'a\r\nb'],
    ['-ERR no\r\n', new Error('ERR no')],
  ] as const;
  for (const [text, reply] of replies) {
    for (let length = 0; length < text.length; length += 1)
      expect(decodeReply(Buffer.from(text.slice(0, length)))).toBeUndefined();
    expect(decodeReply(Buffer.from(`${text}rest`))).toEqual({ reply, bytes: text.length });
  }
  expect(() => decodeReply(Buffer.from('*1\r\n'))).toThrow('no reply');
});

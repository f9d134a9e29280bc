import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { eventually } from '../testing/run-processes.ts';
import { onLoopback } from './address.ts';
import { openTap, type Tap } from './tap.ts';

const startTarget = async (onSocket: (socket: Socket) => void) => {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
      await once(server, 'close');
    },
  };
};

const open = async ({ port }: Tap) => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const seen = { text: '', ended: false, error: '' };
  socket.on('data', (chunk) => (seen.text += chunk.toString()));
  socket.on('end', () => (seen.ended = true));
  socket.on('error', (error: NodeJS.ErrnoException) => (seen.error = error.code ?? ''));
  await once(socket, 'connect');
  return { socket, seen };
};

test('passes on what both sides say, and the end of each, and counts what comes in', async () => {
  await using target = await startTarget((socket) => {
    let got = '';
    socket.on('data', (chunk) => (got += chunk.toString()));
    socket.on('end', () => socket.end(`got ${got}`));
  });
  await using tap = await openTap(onLoopback(target.port));
  const { socket, seen } = await open(tap);
  socket.write('hello ');
  socket.end('you');
  await eventually('it is answered', () => seen.ended);
  expect(seen.text).toBe('got hello you');
  expect(tap.flow()).toEqual({ connections: 1, bytes: 9 });
});

test('passes on a reset as a reset', async () => {
  await using target = await startTarget((socket) => socket.once('data', () => socket.resetAndDestroy()));
  await using tap = await openTap(onLoopback(target.port));
  const { socket, seen } = await open(tap);
  socket.write('x');
  await eventually('it is reset', () => seen.error !== '');
  expect(seen.error).toBe('ECONNRESET');
});

test('refuses connections while it is shut, and takes them at the same port after', async () => {
  await using target = await startTarget((socket) => socket.pipe(socket));
  await using tap = await openTap(onLoopback(target.port));
  const { seen } = await open(tap);
  expect(await tap.shut()).toBe(1);
  await eventually('the open one is reset', () => seen.error === 'ECONNRESET');
  await expect(open(tap)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await tap.shut()).toBe(0);
  await tap.reopen();
  const again = await open(tap);
  again.socket.end('x');
  await eventually('it is answered', () => again.seen.text === 'x');
  expect(tap.flow()).toEqual({ connections: 2, bytes: 1 });
});

test('throws PORT_TAKEN when another program took its port while it was shut', async () => {
  await using target = await startTarget((socket) => socket.pipe(socket));
  await using tap = await openTap(onLoopback(target.port));
  await tap.shut();
  const squatter = createServer().listen(tap.port, '127.0.0.1');
  await once(squatter, 'listening');
  await expect(tap.reopen()).rejects.toMatchObject({ code: 'PORT_TAKEN' });
  squatter.close();
  await once(squatter, 'close');
});

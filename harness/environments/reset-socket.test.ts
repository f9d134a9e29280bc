import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { resetSocket } from './reset-socket.ts';

/** Gives what the other side of a connection sees when one side is treated so. */
const seenAfter = async (treat: (socket: Socket) => void): Promise<string> => {
  const closed = Promise.withResolvers<unknown>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    closed.resolve(once(socket, 'close'));
    treat(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const other = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }).resume();
  const seen = await once(other, 'end').then(
    () => 'an end',
    (error: unknown) => (error as NodeJS.ErrnoException).code ?? '',
  );
  await closed.promise;
  server.close();
  await once(server, 'close');
  return seen;
};

test('resets a connection', async () => {
  expect(await seenAfter(resetSocket)).toBe('ECONNRESET');
});

test('closes one whose end is being said, and leaves no handle of it', async () => {
  const seen = await seenAfter((socket) => {
    socket.end();
    process.nextTick(() => resetSocket(socket));
  });
  expect(['an end', 'ECONNRESET']).toContain(seen);
});

import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from './free-port.ts';

test('a port is free on loopback and at the address beside it', async () => {
  const port = await freePort('::1');
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer().listen(port, host);
    await once(server, 'listening');
    server.close();
  }
});

test('an address that is not the machine’s is no port that is taken', async () => {
  await expect(freePort('203.0.113.1')).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
});

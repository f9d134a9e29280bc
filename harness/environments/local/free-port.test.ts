import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from './free-port.ts';

/** A machine of which loopback gives 5001, 5002 and so on, and whose other address has the first of them taken. */
const machine = (taken: number) => {
  let last = 5_000;
  return async (wanted: number, host: string): Promise<number | undefined> =>
    await Promise.resolve(host === '127.0.0.1' ? (last += 1) : wanted > 5_000 + taken ? wanted : undefined);
};

test('a port on loopback can be listened at', async () => {
  const server = createServer().listen(await freePort(), '127.0.0.1');
  await once(server, 'listening');
  server.close();
});

test('a port that another has at the address beside is not taken', async () => {
  expect(await freePort('10.0.0.1', machine(3), new Set())).toBe(5_004);
  expect(await freePort(undefined, machine(3), new Set())).toBe(5_001);
});

test('no port is given twice, though nothing listens there yet', async () => {
  const given = new Set<number>();
  const choices = [5_001, 5_001, 5_002, 5_001, 5_002, 5_003];
  const listen = async (): Promise<number | undefined> => await Promise.resolve(choices.shift());
  const ports = [await freePort(undefined, listen, given), await freePort(undefined, listen, given)];
  expect([...ports, await freePort(undefined, listen, given)]).toEqual([5_001, 5_002, 5_003]);
});

test('a thousand ports at once are all different, and the first may be given again after them', async () => {
  const given = new Set<number>();
  let port = 10_000;
  const next = async (): Promise<number | undefined> => await Promise.resolve((port += 1));
  for (let count = 0; count < 1_001; count += 1) await freePort(undefined, next, given);
  expect(given.size).toBe(1_000);
  expect(await freePort(undefined, async () => await Promise.resolve(10_001), given)).toBe(10_001);
});

test('a port is given again where no other is to be had', async () => {
  const given = new Set<number>();
  const only = async (): Promise<number | undefined> => await Promise.resolve(5_001);
  expect([await freePort(undefined, only, given), await freePort(undefined, only, given)]).toEqual([5_001, 5_001]);
});

test('it is an error where every port is another’s', async () => {
  await expect(freePort('10.0.0.1', machine(40), new Set())).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    details: { where: '10.0.0.1' },
  });
});

test('an address that is not the machine’s is no port that is taken', async () => {
  await expect(freePort('203.0.113.1')).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
});

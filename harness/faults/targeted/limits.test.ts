import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { DeliveryStack } from '../../contract/index.ts';
import { systemClock } from '../../core/index.ts';
import { exhaustFileDescriptors } from './exhaust-file-descriptors.ts';
import { starveCpu } from './starve-cpu.ts';

const signal = new AbortController().signal;

const server = `require('node:http').createServer((request, response) => response.end())
  .listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;

/** A stack of one replica, a real process that answers. */
const started = async (before = '') => {
  const child = spawn(process.execPath, ['-e', before + server], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const url = `http://127.0.0.1:${Number(port.toString())}`;
  const stack = { replicas: [{ url, pid: () => child.pid }], clock: systemClock } as unknown as DeliveryStack;
  const answers = async (): Promise<boolean> =>
    await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(2_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  return {
    stack,
    answers,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
};

describe.skipIf(process.platform !== 'linux')('a limit of what a process may have', () => {
  test.each([
    ['its own user', ''],
    [
      'another user, as a container has one',
      process.getuid?.() === 0 ? 'process.setgid(1000); process.setuid(1000);' : '',
    ],
  ])('of files lets no connection in, and is lifted, from a process of %s', async (_, before) => {
    await using it = await started(before);
    expect(await it.answers()).toBe(true);
    const fault = await exhaustFileDescriptors(it.stack, 0).inject(signal);
    expect(fault.proof).toMatch(/^a new connection is not answered at a limit of \d+ file descriptors$/);
    expect(await it.answers()).toBe(false);
    await fault[Symbol.asyncDispose]();
    expect(await it.answers()).toBe(true);
  });

  test('of time stops it for most of it, and is lifted', async () => {
    await using it = await started();
    const fault = await starveCpu(it.stack, 0, 0.1).inject(signal);
    expect(fault.proof).toMatch(/stopped in ([6-9]\d|100) % of 60 looks$/);
    await fault[Symbol.asyncDispose]();
    expect(await it.answers()).toBe(true);
  });

  test('is an error for what does not run, or answers all the same', async () => {
    await using it = await started();
    const gone = { ...it.stack, replicas: [{ ...it.stack.replicas[0], pid: () => undefined }] } as DeliveryStack;
    await expect(starveCpu(gone, 0, 0.1).inject(signal)).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    const other = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as { readonly port: number };
    const replicas = [{ ...it.stack.replicas[0], url: `http://127.0.0.1:${port}` }];
    const elsewhere = { ...it.stack, replicas } as unknown as DeliveryStack;
    const injecting = exhaustFileDescriptors(elsewhere, 0).inject(signal);
    await expect(injecting).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    expect(await it.answers()).toBe(true);
    other.close();
  });
});

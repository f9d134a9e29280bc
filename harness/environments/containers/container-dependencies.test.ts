import { connect } from 'node:net';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Dependency } from '../../contract/index.ts';
import { UndoStack, systemClock } from '../../core/index.ts';
import { containerUser } from '../container-user.ts';
import { publicImageOf } from '../images/image-settings.ts';
import { containerRun } from '../testing/container-run.ts';
import { noEngine } from '../testing/no-engine.ts';
import { notingWarden } from '../testing/node-program.ts';
import { startContainerDependencies } from './container-dependencies.ts';

const cache: Dependency = {
  name: 'cache',
  start: {
    local: {
      command: 'redis-server',
      args: ['--port', '${port}', '--bind', '0.0.0.0', '--protected-mode', 'no', '--save', '60 1'],
      env: {},
      files: {},
      listening: 'Ready to accept connections',
    },
  },
  container: { image: 'redis', port: 6379, env: {} },
};
/** A step, which runs on the machine: it writes to the cache through the address that it is told. */
const step: Dependency = {
  name: 'fill',
  start: {
    local: {
      command: 'node',
      args: [
        '-e',
        `const to = new URL(process.argv[1]);
        require('node:fs').accessSync(process.argv[2]);
        const socket = require('node:net').connect(to.port, to.hostname, () => socket.write('SET filled yes\\r\\n'));
        socket.once('data', (answer) => socket.end(() => process.exit(String(answer).startsWith('+OK') ? 0 : 1)));`,
        '${dependency.cache}',
        '${dependency.cache.work}',
      ],
      env: {},
      files: {},
    },
  },
};

/** Sends a command to Redis, and gives what it answers. */
const ask = async (url: string, command: string): Promise<string> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${command}\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString().trim();
};

const start = async (undo: UndoStack, dependencies: readonly Dependency[]) => {
  const { uid, gid } = containerUser();
  const { run, image } = await containerRun(undo, `${uid}:${gid}`, 'redis');
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-dependencies-'));
  undo.defer('remove the folder', async () => await rm(folder, { recursive: true }), 5_000);
  const options = {
    ...{ folder, run, prefix: 'd', monitorImages: { prometheus: '', alertmanager: '' } },
    ...{ root: folder, programs: {}, env: { PATH: process.env['PATH'] ?? '' }, warden: notingWarden() },
    signal: new AbortController().signal,
    publicImage: async (name: string) => await Promise.resolve(publicImageOf(name) === 'redis' ? image : ''),
  };
  return { run, ...(await startContainerDependencies({ dependencies: [...dependencies] }, options, {}, undo)) };
};

describe.skipIf(noEngine !== undefined)(
  `what a system needs in containers (${noEngine ?? 'an engine answers'})`,
  () => {
    test('a Redis is ready by its line, filled from the machine, and broken', { timeout: 120_000 }, async () => {
      await using undo = new UndoStack(systemClock);
      const { run, dependencies, values } = await start(undo, [cache, step]);
      const redis = dependencies.get('cache')!;
      expect([...dependencies.keys()]).toEqual(['cache']);
      expect(values['dependency.cache']).toBe(redis.url.replace('127.0.0.1', run.machine.reached));
      expect(await ask(redis.url, 'GET filled')).toContain('yes');
      await redis.kill();
      expect(await redis.state()).toBe('exited');
      await expect(ask(redis.url, 'PING')).rejects.toThrow();
      await redis.restart();
      expect(await ask(redis.url, 'PING')).toBe('+PONG');
      await redis.freeze();
      expect(await redis.state()).toBe('stopped');
      await redis.thaw();
      expect(await ask(redis.url, 'PING')).toBe('+PONG');
    });

    test('one that is no container, or of no pinned image, is refused', { timeout: 120_000 }, async () => {
      await using undo = new UndoStack(systemClock);
      const { name, start: local } = cache;
      await expect(start(undo, [{ name, start: local }])).rejects.toMatchObject({ code: 'DRILL_INVALID' });
      const other = { ...cache, container: { image: 'memcached', port: 11_211, env: {} } };
      await expect(start(undo, [other])).rejects.toMatchObject({
        code: 'DRILL_INVALID',
        details: { got: 'memcached' },
      });
    });
  },
);

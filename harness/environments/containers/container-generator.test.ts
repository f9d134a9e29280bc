import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { SideProcess } from '../../contract/index.ts';
import { UndoStack, systemClock } from '../../core/index.ts';
import { containerRun } from '../testing/container-run.ts';
import { noEngine } from '../testing/no-engine.ts';
import { containerGenerator } from './container-generator.ts';

const script = `
  import { sleep } from 'k6';
  import http from 'k6/http';
  const text = open(__ENV.READS);
  export default () => {
    console.log(http.post(__ENV.TARGET, text).status);
    sleep(Number(__ENV.PAUSE_S));
  };`;

/** A generator whose k6 runs a script of the harness: it posts a file of the records to the machine, and then pauses. */
const startBench = async (undo: UndoStack) => {
  const { run, image } = await containerRun(undo, process.getuid?.() === 1000 ? '1001:1001' : '1000:1000', 'k6');
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
    request.on('end', () => response.writeHead(202).end());
  });
  server.listen(0, run.machine.listen);
  await once(server, 'listening');
  undo.defer('close the server', promisify(server.close.bind(server)), 5_000);
  const records = await mkdtemp(join(tmpdir(), 'firedrill-generator-'));
  undo.defer('remove the records', async () => await rm(records, { recursive: true }), 5_000);
  const root = await mkdtemp(join(tmpdir(), 'firedrill-root-'));
  undo.defer('remove the root', async () => await rm(root, { recursive: true }), 5_000);
  await mkdir(join(root, 'harness'));
  const [file, record] = [join(root, 'harness', 'script.js'), join(records, 'record')];
  await writeFile(file, script);
  await writeFile(record, '', { mode: 0o600 });
  const monitorImages = { prometheus: '', alertmanager: '' };
  const place = { folder: records, run, prefix: 'd', monitorImages, signal: new AbortController().signal };
  const generator = containerGenerator({ ...place, root, records, image }, undo);
  const url = `http://${run.machine.listen}:${(server.address() as AddressInfo).port}`;
  const start = async (pauseS: number): Promise<SideProcess> => {
    await writeFile(join(records, 'body'), 'alerts');
    const args = ['run', '--address', '', '--no-usage-report', '--quiet', '--console-output', record, file];
    const env = { TARGET: generator.reached(url), READS: join(records, 'body'), PAUSE_S: String(pauseS) };
    return await generator.start(args, env);
  };
  return { bodies, record, start };
};

describe.skipIf(noEngine !== undefined)(`k6 as a container (${noEngine ?? 'an engine answers'})`, () => {
  test(
    'runs a script of the harness, reaches the machine, and writes to records that only the caller may',
    { timeout: 120_000 },
    async () => {
      await using undo = new UndoStack(systemClock);
      const { bodies, record, start } = await startBench(undo);
      const process_ = await start(0);
      expect(await process_.exited).toBe('exit status 0');
      expect(bodies).toEqual(['alerts']);
      expect(await readFile(record, 'utf8')).toContain('202');
      expect(process_.signal('SIGINT')).toBe(false);
    },
  );

  test('ends when it is asked to, beside another', { timeout: 120_000 }, async () => {
    await using undo = new UndoStack(systemClock);
    const { bodies, start } = await startBench(undo);
    const [one, other] = [await start(600), await start(0)];
    expect(await other.exited).toBe('exit status 0');
    await expect.poll(() => bodies.length, { timeout: 60_000 }).toBe(2);
    expect(one.signal('SIGINT')).toBe(true);
    expect(await one.exited).toBe('exit status 105');
  });
});

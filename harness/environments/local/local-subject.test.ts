import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import type { System } from '../../contract/index.ts';
import { seededRandom, systemClock } from '../../core/index.ts';
import { startSink, type StartedSink } from '../sink/start-sink.ts';
import { notingWarden, uniqueRunId } from '../testing/node-program.ts';
import { nothingRuns } from '../testing/run-processes.ts';
import { LocalSubject, type LocalSubjectOptions } from './local-subject.ts';

const root = join(import.meta.dirname, '../../..');

/** A subject with a folder and a sink of its own; nothing of it is left after its scope. */
class Bench implements AsyncDisposable {
  readonly runId = uniqueRunId();
  readonly subject: LocalSubject;
  readonly sink: StartedSink;

  static async of(system: System, change: Partial<LocalSubjectOptions> = {}): Promise<Bench> {
    const sink = await startSink('all', systemClock, seededRandom(1));
    return new Bench(sink, system, await mkdtemp(join(tmpdir(), 'firedrill-subject-')), change);
  }

  constructor(sink: StartedSink, system: System, workDir: string, change: Partial<LocalSubjectOptions>) {
    this.sink = sink;
    this.subject = new LocalSubject({
      system,
      workDir,
      root,
      values: { 'sink.webhook': sink.url, 'sink.slack': sink.url },
      env: {},
      inherited: { PATH: process.env['PATH'] ?? '', FIREDRILL_RUN_ID: this.runId },
      warden: notingWarden(),
      clock: systemClock,
      signal: new AbortController().signal,
      ...change,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.subject[Symbol.asyncDispose]();
    await this.sink[Symbol.asyncDispose]();
    await rm(this.subject.workDir, { recursive: true, force: true });
    await nothingRuns(this.runId);
  }
}

/** A system that is the text of a Node program. */
const programSystem = (program: string, env: Record<string, string> = {}): System => ({
  ...canoCollector,
  name: 'shop',
  start: { local: { command: 'node', args: ['-e', program], env, files: {}, listening: '"port":(\\d+)' } },
});

const get = async (url: string, timeoutMs = 10_000): Promise<number> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  await response.arrayBuffer();
  return response.status;
};

describe('a limit of memory', () => {
  const program = `const held = [];
    try { while (held.length < 40) held.push(Buffer.alloc(1e8, 1)); } catch {}
    require('node:http').createServer((_, response) => response.end(JSON.stringify({ held: held.length, pid: process.pid })))
      .listen(0, '127.0.0.1', function () { console.log(JSON.stringify({ port: this.address().port })); });`;
  const limited = programSystem(program);
  const system = { ...limited, start: { local: { ...limited.start.local, memoryLimitMb: 1_200 } } };

  test.skipIf(process.platform !== 'linux')(
    'holds for the program itself, which has the process id that was noted',
    async () => {
      await using bench = await Bench.of(system);
      await bench.subject.start();
      const { held, pid } = (await (await fetch(bench.subject.url)).json()) as { held: number; pid: number };
      expect(held).toBeGreaterThan(0);
      expect(held).toBeLessThan(12);
      expect(await readFile(bench.subject.pidFile, 'utf8')).toBe(`${pid}\n`);
    },
  );
});

describe('the reference collector as a local process', { timeout: 60_000 }, () => {
  test('is healthy once it has started, at a port that it chose, with its files filled in', async () => {
    await using bench = await Bench.of(canoCollector);
    const { subject, sink } = bench;
    expect(await subject.state()).toBe('exited');
    await subject.start();
    expect(await get(`${subject.url}/health`)).toBe(200);
    expect(await subject.state()).toBe('running');
    expect(subject.name).toBe('cano-collector');
    expect(await readFile(join(subject.workDir, 'destinations.yaml'), 'utf8')).toContain(`url: ${sink.url}/alerts`);
    expect(existsSync(join(subject.workDir, 'data'))).toBe(true);
    expect(subject.logTail(50)).toContain('"msg":"listening"');
  });

  test('refuses connections when it is killed, and comes back at the same address', async () => {
    await using bench = await Bench.of(canoCollector);
    const { subject } = bench;
    await subject.start();
    const { url } = subject;
    await subject.kill();
    expect(await subject.state()).toBe('exited');
    await expect(get(`${url}/health`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await subject.restart();
    expect(subject.url).toBe(url);
    expect(await get(`${url}/health`)).toBe(200);
    expect(await subject.state()).toBe('running');
  });

  test('takes connections and never answers while it is frozen, and answers once thawed', async () => {
    await using bench = await Bench.of(canoCollector);
    const { subject } = bench;
    await subject.start();
    await subject.freeze();
    expect(await subject.state()).toBe('stopped');
    const late = get(`${subject.url}/health`);
    await expect(get(`${subject.url}/health`, 300)).rejects.toMatchObject({ name: 'TimeoutError' });
    await subject.thaw();
    expect(await subject.state()).toBe('running');
    expect(await late).toBe(200);
  });

  test('is gone after disposal also when it is frozen', async () => {
    const bench = await Bench.of(canoCollector);
    await bench.subject.start();
    await bench.subject.freeze();
    await bench[Symbol.asyncDispose]();
    expect(await bench.subject.state()).toBe('exited');
  });

  test('throws PORT_TAKEN, in one message, when another program took its port before it came back', async () => {
    await using bench = await Bench.of(canoCollector);
    const { subject } = bench;
    await subject.start();
    await subject.kill();
    const squatter = createServer().listen(Number(new URL(subject.url).port), '127.0.0.1');
    await once(squatter, 'listening');
    await expect(subject.restart()).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringMatching(/^cano-collector ended while starting; got .*EADDRINUSE.*→ run again/s) as string,
    });
    expect(await subject.state()).toBe('exited');
    squatter.close();
    await once(squatter, 'close');
    await subject.restart();
    expect(await get(`${subject.url}/health`)).toBe(200);
  });
});

describe('a system that does not start', () => {
  test('throws PROCESS_EXITED with its last lines when it ends at once', async () => {
    await using bench = await Bench.of(programSystem('console.error("no database"); process.exit(4)'));
    await expect(bench.subject.start()).rejects.toMatchObject({
      code: 'PROCESS_EXITED',
      message: expect.stringMatching(
        /^shop ended while starting; got exit status 4; its last lines:\nno database/,
      ) as string,
    });
  });

  test('throws PROCESS_EXITED, and waits no longer, when it ends after it said that it listens', async () => {
    const program =
      'console.log(JSON.stringify({ port: 9 })); setTimeout(() => { console.log("fatal"); process.exit(1) }, 50)';
    await using bench = await Bench.of(programSystem(program));
    await expect(bench.subject.start()).rejects.toMatchObject({
      code: 'PROCESS_EXITED',
      message: expect.stringContaining('fatal') as string,
    });
  });

  test('throws TOOL_MISSING when its program is not there', async () => {
    const system = programSystem('');
    const { local } = system.start;
    await using bench = await Bench.of({ ...system, start: { local: { ...local, command: '/nowhere/shop' } } });
    await expect(bench.subject.start()).rejects.toMatchObject({ code: 'TOOL_MISSING' });
  });

  test('throws CONFIG_INVALID for a placeholder that there is not', async () => {
    await using bench = await Bench.of(programSystem('', { UPSTREAM: '${sink.nobody}' }));
    await expect(bench.subject.start()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/^shop › start.local: .*got \$\{sink.nobody\}/) as string,
    });
  });

  test('ends with the reason of its signal when the run is interrupted meanwhile', async () => {
    const interrupt = new AbortController();
    await using bench = await Bench.of(programSystem('console.log("slow"); setInterval(() => {}, 1000)'), {
      signal: interrupt.signal,
    });
    const starting = bench.subject.start().catch((error: unknown) => error);
    interrupt.abort(new Error('SIGINT'));
    expect(await starting).toMatchObject({ message: 'SIGINT' });
  });
});

test('is not started again once its drill is at an end', async () => {
  const ending = new AbortController();
  const program = `require('node:http').createServer((_, response) => response.end()).listen(0, '127.0.0.1', function () {
    console.log(JSON.stringify({ port: this.address().port }));
  });`;
  await using bench = await Bench.of(programSystem(program), { signal: ending.signal });
  await bench.subject.start();
  await bench.subject.kill();
  ending.abort();
  await bench.subject.restart();
  expect(await bench.subject.state()).toBe('exited');
});

test('gives the system its environment, changed by the drill, in which an empty text unsets', async () => {
  const program = `const { A, B, C, FIREDRILL_RUN_ID } = process.env;
    require('node:http').createServer((_, response) => response.end()).listen(0, '127.0.0.1', function () {
      console.log(JSON.stringify({ A, B, C, id: FIREDRILL_RUN_ID, args: process.argv.slice(1), cwd: process.cwd() }));
      console.log(JSON.stringify({ port: this.address().port }));
    });`;
  const system = programSystem(program, { A: 'one', B: '${work}/b', C: 'three' });
  const { local } = system.start;
  const args = [...local.args, '${root}/x', '${port}'];
  await using bench = await Bench.of(
    { ...system, start: { local: { ...local, args } } },
    { env: { A: '', C: 'other' } },
  );
  const { subject, runId } = bench;
  await subject.start();
  expect(JSON.parse(subject.logTail(2).split('\n')[0] ?? '')).toEqual({
    B: `${subject.workDir}/b`,
    C: 'other',
    id: runId,
    args: [`${root}/x`, '0'],
    cwd: root,
  });
});

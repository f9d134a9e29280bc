import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import type { Dependency } from '../../contract/index.ts';
import { systemClock, UndoStack } from '../../core/index.ts';
import { notingWarden, uniqueRunId } from '../testing/node-program.ts';
import { nothingRuns } from '../testing/run-processes.ts';
import type { StartedDependencies } from '../dependencies/start-dependencies.ts';
import { startLocalDependencies } from './local-dependencies.ts';

const server = `
  const server = require('node:http').createServer((_, response) => response.end(process.argv[1]));
  server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('{"port":' + server.address().port + '}'));`;

const local = (program: string, args: string[] = []): Dependency['start']['local'] => ({
  command: 'node',
  args: ['-e', program, ...args],
  env: { PORT: '${port}' },
  files: {},
});
const served = (name: string, text: string, change: Partial<Dependency> = {}): Dependency => ({
  name,
  readyPath: '/',
  start: { local: { ...local(server, [text]), listening: '"port":(\\d+)' } },
  ...change,
});
const step = (name: string, program: string, args: string[] = []): Dependency => ({
  name,
  start: { local: { ...local(program, args), env: {} } },
});

const withDependencies = async (
  dependencies: Dependency[],
  use: (started: Promise<StartedDependencies>) => Promise<void>,
): Promise<void> => {
  const runId = uniqueRunId();
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-dependencies-'));
  const undo = new UndoStack(systemClock);
  const system = { ...canoCollector, dependencies };
  const env = { PATH: process.env['PATH'] ?? '', FIREDRILL_RUN_ID: runId };
  const programs = { prometheus: '/p', alertmanager: '/a' };
  const signal = new AbortController().signal;
  const around = { folder, root: tmpdir(), programs, env, warden: notingWarden(), clock: systemClock, signal };
  await use(startLocalDependencies({ system, ...around }, { 'sink.all': 'http://127.0.0.1:9' }, undo));
  await undo[Symbol.asyncDispose]();
  await nothingRuns(runId);
  await rm(folder, { recursive: true });
};

const textAt = async (url: string): Promise<string> => await (await fetch(url)).text();

test('each is told of those before it, and can be broken and started again at its address', async () => {
  const check = 'if (!/^http:.*:[1-9]/.test(process.argv[1])) process.exit(1)';
  const all = [served('a', '${sink.all}'), step('seed', check, ['${dependency.a}']), served('b', '${dependency.a}')];
  await withDependencies(all, async (starting) => {
    const { dependencies, values } = await starting;
    const [a, b] = [dependencies.get('a')!, dependencies.get('b')!];
    expect([...dependencies.keys()]).toEqual(['a', 'b']);
    expect(values).toMatchObject({ 'dependency.a': a.url, 'dependency.b': b.url, 'sink.all': 'http://127.0.0.1:9' });
    expect(values['dependency.a.work']).toMatch(/dependencies\/a$/);
    expect(await textAt(a.url)).toBe('http://127.0.0.1:9');
    expect(await textAt(b.url)).toBe(a.url);
    await a.kill();
    await expect(textAt(a.url)).rejects.toThrow();
    await a.restart();
    expect(await textAt(a.url)).toBe('http://127.0.0.1:9');
    await b.freeze();
    expect(await b.state()).toBe('stopped');
    await b.thaw();
    expect(await textAt(b.url)).toBe(a.url);
  });
});

test('a step that fails says how, and what was started before it is stopped', async () => {
  const failing = step('seed', 'console.log("no image"); process.exitCode = 4');
  await withDependencies([served('a', 'x'), failing], async (starting) => {
    await expect(starting).rejects.toMatchObject({
      code: 'PROCESS_EXITED',
      message: expect.stringMatching(/seed did not end well.*exit status 4.*no image/s) as string,
    });
  });
});

test('a tool that was not found is named', async () => {
  await withDependencies([served('a', 'x', { tool: 'registry' })], async (starting) => {
    await expect(starting).rejects.toMatchObject({ code: 'TOOL_MISSING' });
  });
});

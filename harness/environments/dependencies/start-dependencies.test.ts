import { expect, test } from 'vitest';
import type { Dependency } from '../../contract/index.ts';
import { UndoStack } from '../../core/index.ts';
import { FakeClock } from '../../core/testing/fake-clock.ts';
import { notingWarden } from '../testing/node-program.ts';
import { startDependencies, type DependencyPlace, type RunningDependency } from './start-dependencies.ts';

const dependency = (name: string): Dependency => ({
  name,
  readyPath: '/',
  start: { local: { command: 'node', args: [], env: {}, files: {}, listening: 'at' } },
});

/** A place whose programs say what becomes of them, and `onStart` what happens while one starts. */
const bench = (onStart: (name: string) => void = () => undefined) => {
  const log: string[] = [];
  const stop = new AbortController();
  const clock = new FakeClock(0);
  const undo = new UndoStack(clock);
  const say = (text: string) => async (): Promise<void> => await Promise.resolve(void log.push(text));
  const program = ({ dependency: { name }, values }: RunningDependency) => ({
    url: `http://${name}.outside`,
    name,
    workDir: '/nowhere',
    state: async () => await Promise.resolve('running' as const),
    kill: say(`kill ${name}`),
    freeze: say(`freeze ${name}`),
    thaw: say(`thaw ${name}`),
    restart: say(`restart ${name}`),
    logTail: () => '',
    start: async () => {
      onStart(name);
      await say(`start ${name} knowing ${Object.keys(values).join(' ')}`)();
    },
    [Symbol.asyncDispose]: say(`stop ${name}`),
  });
  const place: DependencyPlace<ReturnType<typeof program>> = {
    ...{ root: '/', folder: '/stack', programs: { prometheus: '/p', alertmanager: '/a' }, env: {} },
    ...{ warden: notingWarden(), clock, signal: stop.signal },
    makeFolder: async (path) => await say(`make ${path}`)(),
    create: async (running) => await Promise.resolve(program(running)),
    valuesOf: (name) => ({ [`dependency.${name}`]: `http://${name}.inside` }),
  };
  const start = async (...names: string[]) =>
    await startDependencies({ dependencies: names.map(dependency) }, place, { given: 'x' }, undo);
  return { log, stop, undo, start };
};

test('one after the other is started in a folder of its own and told how those before it are reached there', async () => {
  const { log, undo, start } = bench();
  const { dependencies, values } = await start('a', 'b');
  expect([...dependencies.values()].map(({ url }) => url)).toEqual(['http://a.outside', 'http://b.outside']);
  expect(values).toEqual({ given: 'x', 'dependency.a': 'http://a.inside', 'dependency.b': 'http://b.inside' });
  await undo[Symbol.asyncDispose]();
  expect(log).toEqual([
    ...['make /stack/dependencies/a', 'start a knowing given'],
    ...['make /stack/dependencies/b', 'start b knowing given dependency.a'],
    ...['stop b', 'stop a'],
  ]);
});

test('one that does not start is stopped, with those before it', async () => {
  const { log, undo, start } = bench((name) => {
    if (name === 'b') throw new Error('no memory');
  });
  await expect(start('a', 'b', 'c')).rejects.toThrow('no memory');
  await undo[Symbol.asyncDispose]();
  expect(log.slice(-3)).toEqual(['make /stack/dependencies/b', 'stop b', 'stop a']);
});

test('an interruption while one starts leaves the next alone', async () => {
  const { log, stop, start } = bench(() => {
    stop.abort(new Error('enough'));
  });
  await expect(start('a', 'b')).rejects.toThrow('enough');
  expect(log).toEqual(['make /stack/dependencies/a', 'start a knowing given']);
});

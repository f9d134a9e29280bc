import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../core/index.ts';
import { fakeClock } from '../../core/testing/fake-clock.ts';
import { notingWarden, startNode, staying } from '../testing/node-program.ts';
import { eventually } from '../testing/run-processes.ts';
import { startChild } from './child.ts';
import { processState } from './process-state.ts';

const atMostMs = 20_000;

const hasExited = async (pid: number): Promise<boolean> => (await processState(pid)) === 'exited';

describe('waiting for a line', () => {
  test('gives the match, of standard output or standard error, in a line still to come', async () => {
    await using child = await startNode('console.error("listening on port 4711"); setInterval(() => {}, 1000)');
    const found = await child.waitFor(/port (\d+)/, 'starting', atMostMs);
    expect(found[1]).toBe('4711');
  });

  test('gives the match in a line that has come already', async () => {
    await using child = await startNode('console.log("one"); console.log("two"); setInterval(() => {}, 1000)');
    await child.waitFor(/two/, 'starting', atMostMs);
    expect((await child.waitFor(/on(e)/, 'starting', atMostMs))[1]).toBe('e');
    expect(child.output.last(5)).toBe('one\ntwo');
  });

  test('throws TIMEOUT with the last lines when the line does not come in time', async () => {
    const clock = fakeClock();
    await using child = await startNode('console.log("not yet"); setInterval(() => {}, 1000)', { clock });
    await child.waitFor(/not yet/, 'starting', atMostMs);
    const waiting = child.waitFor(/listening/, 'starting', atMostMs).catch((error: unknown) => error);
    await clock.advance(atMostMs);
    expect(await waiting).toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringMatching(/^program: starting; expected .* within 20000 ms; got .*not yet$/s) as string,
    });
  });

  test('ends with the reason of its signal', async () => {
    await using child = await startNode(staying);
    const stop = new AbortController();
    const waiting = child.waitFor(/never/, 'starting', atMostMs, stop.signal).catch((error: unknown) => error);
    stop.abort(new Error('enough'));
    expect(await waiting).toMatchObject({ message: 'enough' });
  });
});

describe('a program that ends while it is waited for', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  const dying = `${lines.map((line) => `console.log(${JSON.stringify(line)})`).join(';')}; process.exit(7)`;

  test('throws PROCESS_EXITED with how it ended and its last eight lines', async () => {
    const child = await startNode(dying);
    const error = await child.waitFor(/never/, 'starting', atMostMs).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'PROCESS_EXITED',
      message: `program ended while starting; got exit status 7; its last lines:\n${lines.slice(-8).join('\n')}; → see the lines above for its reason`,
    });
  });

  test('has its last lines in the message although they are read after its end', async () => {
    const child = await startNode(dying);
    await child.exited;
    const error = await child.waitFor(/never/, 'starting', atMostMs).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining('line 19') as string });
  });

  test('is not waited for any longer than a second when a grandchild keeps its output open', async () => {
    const clock = fakeClock();
    const keeping = `const { spawn } = require('node:child_process');
      const other = spawn(process.execPath, ['-e', ${JSON.stringify(staying)}], { stdio: 'inherit' });
      other.on('spawn', () => process.exit(3));`;
    await using child = await startNode(keeping, { clock });
    const waiting = child.waitFor(/never/, 'starting', atMostMs).catch((reason: unknown) => reason);
    await child.exited;
    await eventually('the end of the output is waited for', () => clock.sleeps.includes(1_000));
    await clock.advance(1_000);
    expect(await waiting).toMatchObject({ code: 'PROCESS_EXITED', message: expect.stringContaining('3') as string });
  });

  test('throws PROCESS_EXITED with the signal that ended it', async () => {
    const child = await startNode(staying);
    await child.waitFor(/pid/, 'starting', atMostMs);
    child.signal('SIGTERM');
    await expect(child.waitFor(/never/, 'serving', atMostMs)).rejects.toMatchObject({
      code: 'PROCESS_EXITED',
      message: expect.stringContaining('program ended while serving; got signal SIGTERM') as string,
    });
    expect(child.signal('SIGTERM')).toBe(false);
  });

  test('throws PORT_TAKEN when its port was', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const child = await startNode(`require('node:http').createServer().listen(${port}, '127.0.0.1')`);
    await expect(child.waitFor(/never/, 'starting', atMostMs)).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringMatching(/→ run again/) as string,
    });
    server.close();
  });

  test('ends other work that only makes sense while it runs', async () => {
    const child = await startNode('console.log("up"); setTimeout(() => process.exit(5), 10)');
    const signals: AbortSignal[] = [];
    const error = await child
      .whileRunning('answering', async (ended) => {
        signals.push(ended);
        await systemClock.sleep(60_000, ended);
      })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'PROCESS_EXITED',
      message: expect.stringMatching(/answering.*5.*up/s) as string,
    });
    expect(signals[0]?.aborted).toBe(true);
  });
});

test.each([
  ['is not there', '/nowhere/to/be/found'],
  ['may not be executed', import.meta.filename],
])('throws TOOL_MISSING for a program that %s', async (_, command) => {
  const warden = notingWarden();
  const options = { name: 'tool', command, args: [], env: {}, cwd: tmpdir(), warden, clock: systemClock };
  await expect(startChild(options)).rejects.toMatchObject({
    code: 'TOOL_MISSING',
    message: expect.stringContaining(`${command}: tool cannot be started`) as string,
  });
  expect(warden.told).toEqual([]);
});

describe('disposal', () => {
  test('kills the whole group, grandchildren too, and takes it out of the watch', async () => {
    const warden = notingWarden();
    const family = `const { spawn } = require('node:child_process');
      spawn(process.execPath, ['-e', ${JSON.stringify(staying.replace('pid', 'grandchild'))}], { stdio: 'inherit' });
      setInterval(() => undefined, 1000);`;
    const child = await startNode(family, { warden });
    const found = await child.waitFor(/grandchild (\d+)/, 'starting', atMostMs);
    const grandchild = Number(found[1]);
    expect(await processState(grandchild)).toBe('running');
    await child[Symbol.asyncDispose]();
    expect(await hasExited(child.pid)).toBe(true);
    await eventually('the grandchild ends', async () => await hasExited(grandchild));
    expect(warden.told).toEqual([`add ${child.pid}`, `remove ${child.pid}`]);
  });

  test('kills a grandchild of a program that has ended already', async () => {
    const family = `const { spawn } = require('node:child_process');
      spawn(process.execPath, ['-e', ${JSON.stringify(staying)}], { stdio: 'inherit' }).unref();`;
    const child = await startNode(family);
    const found = await child.waitFor(/pid (\d+)/, 'starting', atMostMs).catch(() => undefined);
    await child.exited;
    const grandchild = Number(found?.[1] ?? (await child.output.match(/pid (\d+)/))[1]);
    await child[Symbol.asyncDispose]();
    await eventually('the grandchild ends', async () => await hasExited(grandchild));
  });

  test('ends a program that is stopped by a signal', async () => {
    const child = await startNode(staying);
    await child.waitFor(/pid/, 'starting', atMostMs);
    child.signal('SIGSTOP');
    await eventually('it is stopped', async () => (await processState(child.pid)) === 'stopped');
    await child[Symbol.asyncDispose]();
    expect(await hasExited(child.pid)).toBe(true);
  });
});

describe('disposal of a program that ends gracefully', () => {
  const polite = 'process.on("SIGTERM", () => { console.log("bye"); process.exit(0) });';

  test('gives it the time to finish', async () => {
    const child = await startNode(polite + staying, { graceful: true });
    await child.waitFor(/pid/, 'starting', atMostMs);
    await child[Symbol.asyncDispose]();
    expect(await child.exited).toBe('exit status 0');
    await child.output.match(/bye/);
  });

  test('kills one that does not heed the signal after 2 s', async () => {
    const clock = fakeClock();
    const child = await startNode(`process.on("SIGTERM", () => console.log("no")); ${staying}`, {
      graceful: true,
      clock,
    });
    await child.waitFor(/pid/, 'starting', atMostMs);
    const disposing = child[Symbol.asyncDispose]();
    await child.output.match(/no/);
    expect(await processState(child.pid)).toBe('running');
    await clock.advance(2_000);
    await disposing;
    expect(await child.exited).toBe('signal SIGKILL');
  });
});

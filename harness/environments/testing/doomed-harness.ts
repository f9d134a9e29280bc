// Started as a process of its own, to be killed: a harness with a warden and children of every kind, which says the
// process ids of those children in a line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { poll, systemClock } from '../../core/index.ts';
import { startChild } from '../local/child.ts';
import { processState } from '../local/process-state.ts';
import { startWarden } from '../local/warden.ts';
import { staying } from './node-program.ts';

const [, , runId = '', workDir = ''] = process.argv;
const env = { PATH: process.env['PATH'] ?? '', FIREDRILL_RUN_ID: runId };
const warden = startWarden(runId, workDir);

const child = async (program: string) => {
  const options = { name: 'child', command: process.execPath, args: ['-e', program], env, cwd: tmpdir() };
  const started = await startChild({ ...options, warden, clock: systemClock });
  await started.waitFor(/pid/, 'starting', 20_000);
  return started;
};

const parent = await child(`const { spawn } = require('node:child_process');
  const stdio = ['ignore', 'inherit', 'inherit'];
  spawn(process.execPath, ['-e', ${JSON.stringify(staying)}], { stdio });
  spawn(process.execPath, ['-e', ${JSON.stringify(staying.replace('pid', 'away'))}], { stdio, detached: true });
  setInterval(() => undefined, 1000);`);
const grandchild = Number((await parent.output.match(/pid (\d+)/))[1]);
const detached = Number((await parent.output.match(/away (\d+)/))[1]);

const frozen = await child(staying);
frozen.signal('SIGSTOP');
const until = (state: string): boolean => state === 'stopped';
await poll(() => processState(frozen.pid), {
  what: 'frozen',
  until,
  everyMs: 20,
  timeoutMs: 20_000,
  clock: systemClock,
});

const stray = spawn(process.execPath, ['-e', staying], { env, detached: true, stdio: 'ignore' });
await once(stray, 'spawn');

const pids = { parent: parent.pid, grandchild, detached, frozen: frozen.pid, stray: stray.pid };
process.stdout.write(`${JSON.stringify(pids)}\n`);

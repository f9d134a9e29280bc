import { randomBytes } from 'node:crypto';
import { systemClock } from '../core/index.ts';
import { runProgram } from './program.ts';

// A reader that goes away, as `head` does, or a terminal that was closed, is no reason to end a run half undone.
const goneAway = ['EPIPE', 'EIO'];
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!goneAway.includes(error.code ?? '')) throw error;
  });
}

process.exitCode = await runProgram(process.argv.slice(2), {
  clock: systemClock,
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  processStartedAt: systemClock.now() - process.uptime() * 1000,
  randomName: () => randomBytes(2).toString('hex'),
});

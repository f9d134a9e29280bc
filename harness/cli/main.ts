import { randomBytes } from 'node:crypto';
import { systemClock } from '../core/index.ts';
import { runProgram } from './program.ts';

process.exitCode = await runProgram(process.argv.slice(2), {
  clock: systemClock,
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  processStartedAt: systemClock.now() - process.uptime() * 1000,
  randomName: () => randomBytes(2).toString('hex'),
});

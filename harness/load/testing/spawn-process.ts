import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { LoadGenerator, SideProcess } from '../../contract/index.ts';

/** Starts a program as the local environment does, and kills it when it is disposed. */
export const spawnProcess = async (
  command: string,
  ...[args, env]: Parameters<LoadGenerator['start']>
): Promise<SideProcess> => {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'close').then(([code, signal]) =>
    signal === null ? `exit status ${String(code)}` : `signal ${String(signal)}`,
  );
  await once(child, 'spawn');
  return {
    exited,
    output: { last: (lines) => output.trim().split('\n').slice(-lines).join('\n') },
    signal: (signal) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
};

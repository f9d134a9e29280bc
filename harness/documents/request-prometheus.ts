import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CheckRun } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import type { Observed } from './judge-probe.ts';
import { write, type Means } from './means.ts';

type Request = Extract<CheckRun, { kind: 'prometheus' }>;

const listening = /"msg":"Listening on".*"address":"([^"]+)"/;
const startTimeoutMs = 30_000;
const ready = /Server is ready to receive web requests/;

/** Starts a Prometheus of its own, sends one request once it is ready, and gives the status and body of the answer. */
export const requestPrometheus = async (run: Request, means: Means): Promise<Observed> => {
  const { folder, programs } = means;
  for (const [name, text] of Object.entries({ 'prometheus.yml': '{}', ...run.files })) await write(means, name, text);
  const args = [
    '--config.file=prometheus.yml',
    '--web.listen-address=127.0.0.1:0',
    `--storage.tsdb.path=${join(folder, 'data')}`,
    '--log.format=json',
    ...(run.flags ?? []),
  ];
  const child = spawn(programs['prometheus'] ?? 'prometheus', args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: startTimeoutMs,
    killSignal: 'SIGKILL',
  });
  const ended = once(child, 'exit');
  try {
    const lines: string[] = [];
    let address: string | undefined;
    let isReady = false;
    for await (const line of createInterface(child.stderr)) {
      lines.push(line);
      address ??= listening.exec(line)?.[1];
      isReady ||= ready.test(line);
      if (address !== undefined && isReady) return await answer(`http://${address}${run.path}`, run.method);
    }
    const [status] = (await ended) as [number | null];
    if (status !== null) return { status, output: lines.slice(-3).join('\n') };
    throw new HarnessError('PROCESS_EXITED', { what: 'Prometheus ended', got: lines.slice(-3).join('\n') });
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
};

const answer = async (url: string, method: string): Promise<Observed> => {
  const response = await fetch(url, { method, signal: AbortSignal.timeout(10_000) });
  return { status: response.status, output: await response.text() };
};

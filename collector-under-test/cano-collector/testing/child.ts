import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A collector running as a process of its own. */
export interface ChildCollector extends AsyncDisposable {
  url: string;
  pid: number;
  /** Lines printed so far. */
  lines: string[];
  /** Sends a signal and resolves with the exit code, or null when the signal ended the process. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Where the process of a child starts, and its environment. */
export interface ChildOptions {
  entry?: URL;
  env: Record<string, string>;
}

const mainEntry = new URL('../main.ts', import.meta.url);

/** Starts a collector and resolves once it listens; rejects with its output when it ends before. */
export async function startChild({ entry = mainEntry, env }: ChildOptions): Promise<ChildCollector> {
  const child = spawn(process.execPath, [entry.pathname], {
    env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const lines: string[] = [];
  const listening = new Promise<number>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const { msg, port } = JSON.parse(line) as { msg: string; port: number };
      if (msg === 'listening') resolve(port);
    });
  });
  const ended = exited.then(([code]) => Promise.reject(new Error(`ended with ${String(code)}: ${lines.join('\n')}`)));
  const port = await Promise.race([listening, ended]);
  ended.catch(() => undefined);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return (await exited)[0];
  };
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    lines,
    end,
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
    },
  };
}

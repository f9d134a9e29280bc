import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exporter } from '../../contract/index.ts';
import type { Clock } from '../../core/index.ts';
import { fillTemplate } from '../template.ts';
import { startChild, type Child } from './child.ts';
import { childReady } from './http-ready.ts';
import type { Warden } from './warden.ts';

export type ExporterOptions = {
  readonly exporter: Exporter;
  /** What the placeholders of its arguments and environment stand for, beside `${port}`, `${work}` and `${root}`. */
  readonly values: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly warden: Warden;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};
export type StartedExporter = {
  readonly child: Child;
  readonly job: string;
  readonly metricsPath: string;
  readonly url: string;
};

const startTimeoutMs = 30_000;

/** Starts a program beside the subject; resolves once it answers at its metrics path, and is stopped when it does not. */
export const startExporter = async (options: ExporterOptions): Promise<StartedExporter> => {
  const { exporter, root, env, warden, clock, signal } = options;
  const { name, job, metricsPath, start } = exporter;
  const work = join(options.folder, 'exporters', name);
  await mkdir(work, { recursive: true });
  const values = { ...options.values, root, work, port: '0' };
  const fill = (text: string): string => fillTemplate(text, values, `${name} › start.local`);
  const { command, args } = start.local;
  const own = Object.entries(start.local.env).map(([key, value]) => [key, fill(value)] as const);
  const child = await startChild({
    name,
    command: command === 'node' ? process.execPath : command,
    args: args.map(fill),
    env: { ...env, ...Object.fromEntries(own) },
    cwd: root,
    warden,
    clock,
  });
  try {
    const [, port = ''] = await child.waitFor(new RegExp(start.local.listening), 'starting', startTimeoutMs, signal);
    const url = `http://127.0.0.1:${port}`;
    const what = `${name} answers 200 at ${metricsPath}`;
    await childReady(child, url + metricsPath, { what, timeoutMs: startTimeoutMs, clock, signal });
    return { child, job, metricsPath, url };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
};

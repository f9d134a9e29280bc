import type { Clock } from '../../core/index.ts';
import { startChild, type Child } from './child.ts';
import { childReady } from './http-ready.ts';
import {
  writeAlertmanager,
  writePrometheus,
  type Listening,
  type PrometheusFiles,
  type PrometheusWiring,
} from './monitor-files.ts';
import type { Warden } from './warden.ts';

export type ProgramOptions = {
  readonly program: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly warden: Warden;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};
export type StartedProgram = { readonly child: Child; readonly url: string };

const listening = /"msg":"Listening on".*"address":"([^"]+)"/;
const readyTimeoutMs = 30_000;

/** Starts Alertmanager with its event recorder; `config` is complete. */
export const startAlertmanager = async (
  options: ProgramOptions,
  config: string,
  listening?: Listening,
): Promise<StartedProgram & { eventLog: string }> => {
  const { args, eventLog } = await writeAlertmanager(options.folder, config, listening);
  return { ...(await startProgram('alertmanager', options, args)), eventLog };
};

/** Starts Prometheus on rules, with its subject as a target that can be withdrawn, listening at `web`. */
export const startPrometheus = async (
  options: ProgramOptions,
  spec: PrometheusFiles,
  wiring: PrometheusWiring,
  web = '127.0.0.1:0',
): Promise<StartedProgram> =>
  await startProgram('prometheus', options, await writePrometheus(options.folder, spec, wiring, web));

/** Starts Prometheus or Alertmanager and waits until it is ready at the address that it says. */
export const startProgram = async (
  name: string,
  { program, folder, env, warden, clock, signal }: ProgramOptions,
  args: readonly string[],
): Promise<StartedProgram> => {
  const child = await startChild({ name, command: program, args, env, cwd: folder, warden, clock });
  try {
    const found = await child.waitFor(listening, 'starting', readyTimeoutMs, signal);
    const url = `http://${found[1] ?? ''}`;
    await childReady(child, `${url}/-/ready`, { what: `${name} is ready`, timeoutMs: readyTimeoutMs, clock, signal });
    return { child, url };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
};

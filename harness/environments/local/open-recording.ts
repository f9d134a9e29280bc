import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { HarnessError, toolFailure, UndoStack, type Clock } from '../../core/index.ts';
import { inheritedEnv } from './local-environment.ts';
import { startProgram } from './monitoring.ts';
import { startWarden } from './warden.ts';

/** A Prometheus that has recorded samples and takes no others. */
export interface Recording extends AsyncDisposable {
  readonly url: string;
}

export type RecordingOptions = {
  readonly runId: string;
  /** The samples as OpenMetrics, with their times. */
  readonly samples: string;
  readonly programs: { readonly prometheus: string; readonly promtool: string };
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const importTimeoutMs = 120_000;

/**
 * Writes samples to the blocks of a Prometheus of its own and starts it on them, whatever their age. Throws
 * `CONFIG_INVALID` with what promtool says of samples that it does not take, `TOOL_MISSING` or `TOOL_BROKEN` without a
 * word of it, and the reason of the signal once that is aborted.
 */
export const openRecording = async (options: RecordingOptions): Promise<Recording> => {
  const { runId, clock, programs, signal } = options;
  signal.throwIfAborted();
  const undo = new UndoStack(clock);
  try {
    const folder = await mkdtemp(join(tmpdir(), `firedrill-${runId}-`));
    undo.defer('remove the recording', async () => await rm(folder, { recursive: true, force: true }));
    const warden = undo.use('stop the warden', startWarden(runId, folder));
    const env = inheritedEnv(runId);
    await importSamples(options, folder, env);
    await writeFile(join(folder, 'prometheus.yml'), '{}');
    const args = [
      '--config.file=prometheus.yml',
      '--web.listen-address=127.0.0.1:0',
      '--storage.tsdb.path=data',
      '--storage.tsdb.retention.time=100y',
      '--log.format=json',
    ];
    const program = { program: programs.prometheus, folder, env, warden, clock, signal };
    const { child, url } = await startProgram('prometheus', program, args);
    undo.use('stop prometheus', child);
    return { url, [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose]() };
  } catch (error) {
    await undo[Symbol.asyncDispose]().catch(() => undefined);
    throw error;
  }
};

/** In blocks of a month: promtool reads the whole file again for each block, which are of two hours otherwise. */
const importSamples = async (
  { samples, programs, signal }: RecordingOptions,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<void> => {
  await writeFile(join(folder, 'samples.om'), samples);
  const args = [
    'tsdb',
    'create-blocks-from',
    'openmetrics',
    '--max-block-duration=768h',
    '--quiet',
    'samples.om',
    'data',
  ];
  const ending = { reject: false, timeout: importTimeoutMs, cancelSignal: signal } as const;
  const result = await execa(programs.promtool, args, { cwd: folder, env, extendEnv: false, all: true, ...ending });
  signal.throwIfAborted();
  if (result.exitCode === 0) return;
  const what = 'promtool takes no such recording';
  if (result.exitCode === undefined) throw toolFailure(what, programs.promtool, result);
  throw new HarnessError('CONFIG_INVALID', { what, where: 'samples.om', got: result.all });
};

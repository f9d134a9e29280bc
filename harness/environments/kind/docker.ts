import { execa } from 'execa';
import { HarnessError } from '../../core/index.ts';

const patienceMs = 120_000;

/**
 * Runs the engine's command line, which kind itself uses, and gives its output. Throws `ENGINE_MISSING` where there is none
 * or it finds no engine, and `CLUSTER_MISSING` with its words where it fails otherwise.
 */
export const docker = async (args: readonly string[]): Promise<string> => {
  const result = await execa('docker', args, { reject: false, all: true, stdin: 'ignore', timeout: patienceMs });
  if (result.exitCode === 0) return result.stdout;
  const got = result.exitCode === undefined ? (result.shortMessage ?? '') : result.all.trim();
  const isAbsent =
    result.code === 'ENOENT' || /cannot connect to the docker daemon|is the docker daemon running/i.test(got);
  if (isAbsent)
    throw new HarnessError('ENGINE_MISSING', {
      what: 'no container engine answers',
      got,
      next: 'start Docker, or say in DOCKER_HOST where it listens',
    });
  throw new HarnessError('CLUSTER_MISSING', { what: 'the engine refuses', where: `docker ${args.join(' ')}`, got });
};

/** Resolves where an engine answers; throws `ENGINE_MISSING` with what its command line says otherwise. */
export const engineAnswers = async (): Promise<void> => {
  try {
    await docker(['version', '--format', '{{.Server.Version}}']);
  } catch (cause) {
    if (cause instanceof HarnessError && cause.code === 'ENGINE_MISSING') throw cause;
    const got = cause instanceof HarnessError ? cause.details.got : String(cause);
    throw new HarnessError('ENGINE_MISSING', { what: 'no container engine answers', got: got ?? '', cause });
  }
};

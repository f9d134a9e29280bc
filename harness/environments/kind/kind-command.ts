import { execa } from 'execa';
import { HarnessError } from '../../core/index.ts';

export type KindCommand = {
  /** The path of kind. */
  readonly kind: string;
  readonly args: readonly string[];
  readonly what: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
};

/** Runs kind and gives its output; throws `CLUSTER_MISSING` with its last lines, and the signal's reason once aborted. */
export const kindCommand = async ({ kind, args, what, timeoutMs, signal }: KindCommand): Promise<string> => {
  const ending = { timeout: timeoutMs, ...(signal === undefined ? {} : { cancelSignal: signal }) };
  // A group of its own, so that Ctrl-C does not end it before the harness undoes what it did.
  const result = await execa(kind, args, { reject: false, all: true, stdin: 'ignore', detached: true, ...ending });
  signal?.throwIfAborted();
  if (result.exitCode === 0) return result.stdout;
  const said = result.all.trim().split('\n').slice(-12).join('\n');
  throw new HarnessError('CLUSTER_MISSING', {
    what,
    where: `kind ${args.join(' ')}`,
    got: said || (result.shortMessage ?? ''),
  });
};

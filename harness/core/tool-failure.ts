import { HarnessError } from './harness-error.ts';

/** How a program ended that gave no exit status: it was not started, or something ended it. */
type Ended = {
  readonly code?: string | undefined;
  readonly shortMessage?: string | undefined;
  readonly cause?: unknown;
};

/** The error for a program that gave no exit status: `TOOL_MISSING` when it is not there, `TOOL_BROKEN` otherwise. */
export const toolFailure = (what: string, program: string, { code, shortMessage, cause }: Ended): HarnessError => {
  const isMissing = code === 'ENOENT' || code === 'EACCES';
  return new HarnessError(isMissing ? 'TOOL_MISSING' : 'TOOL_BROKEN', {
    what,
    where: program,
    got: shortMessage ?? '',
    cause,
  });
};

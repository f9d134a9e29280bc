import { HarnessError } from '../core/index.ts';

/** How k6 ended. What is the harness's own failure has its error. */
export type LoadOutcome =
  | { readonly kind: 'ended' | 'threshold' | 'aborted' }
  | { readonly kind: 'script-error' | 'failed'; readonly error: HarnessError };

const kinds: Readonly<Record<number, LoadOutcome['kind']>> = {
  0: 'ended',
  99: 'threshold',
  103: 'aborted',
  104: 'script-error',
  105: 'aborted',
  107: 'script-error',
  108: 'script-error',
};

/** The outcome of a k6 process, by how it ended in words (`exit status 107`, `signal SIGKILL`) and its last lines. */
export const loadOutcome = (how: string, lastLines: string): LoadOutcome => {
  const status = /^exit status (\d+)$/.exec(how)?.[1];
  const kind = (status === undefined ? undefined : kinds[Number(status)]) ?? 'failed';
  if (kind !== 'script-error' && kind !== 'failed') return { kind };
  const what = kind === 'failed' ? 'k6 could not carry the load to its end' : 'k6 refused its script or configuration';
  const error = new HarnessError('LOAD_FAILED', {
    what,
    got: `${how}; its last lines:\n${lastLines}`,
    next: 'see the lines above for its reason',
  });
  return { kind, error };
};

const byWeight = ['failed', 'script-error', 'aborted', 'threshold', 'ended'] as const satisfies LoadOutcome['kind'][];

/** The outcome of all processes together: the worst. */
export const worstOutcome = (outcomes: readonly LoadOutcome[]): LoadOutcome =>
  byWeight.map((kind) => outcomes.find((outcome) => outcome.kind === kind)).find((found) => found !== undefined) ?? {
    kind: 'ended',
  };

import { errorCodes, type ErrorCode } from './error-codes.ts';

export type ErrorDetails = {
  /** What the harness was doing or looking at. */
  readonly what: string;
  /** File and position, address or process that it concerns. */
  readonly where?: string;
  readonly expected?: string;
  readonly got?: string;
  /** What the reader should do next. */
  readonly next?: string;
  readonly cause?: unknown;
};

/**
 * The one error family of the harness: a stable `code`, listed in docs/errors.md, and a message that says what, where,
 * expected, got, and what to do next. Its `kind` decides the exit status: `input` 2, `surroundings` 3, `interrupted` 130.
 */
export class HarnessError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(describe(details), { cause: details.cause });
    this.name = 'HarnessError';
    this.code = code;
    this.details = details;
  }

  get kind(): (typeof errorCodes)[ErrorCode]['kind'] {
    return errorCodes[this.code].kind;
  }
}

const describe = ({ what, where, expected, got, next }: ErrorDetails): string =>
  [
    where === undefined ? what : `${where}: ${what}`,
    expected === undefined ? undefined : `expected ${expected}`,
    got === undefined ? undefined : `got ${got}`,
    next === undefined ? undefined : `→ ${next}`,
  ]
    .filter((part) => part !== undefined)
    .join('; ');

/** Gives the message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Wraps anything that is not yet a HarnessError under `code`, keeping it as the cause. */
export const asHarnessError = (error: unknown, code: ErrorCode, what: string): HarnessError =>
  error instanceof HarnessError ? error : new HarnessError(code, { what, got: messageOf(error), cause: error });

/** Every value of the `error_type` label of `freightliner_replication_errors_total`. */
export const errorTypes = [
  'network',
  'timeout',
  'auth',
  'not_found',
  'status',
  'digest',
  'panic',
  'cancelled',
] as const;

/** Why a replication failed. */
export type ErrorType = (typeof errorTypes)[number];

/** What a transfer has to expect of a registry and of the network between. Everything else is a bug. */
export class TransferError extends Error {
  readonly type: ErrorType;

  constructor(type: ErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }
}

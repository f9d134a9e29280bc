import type { ErrorType } from '../registry/transfer-error.ts';
import type { RegistryConfig, Settings } from '../settings.ts';

/** What a worker is given to do. */
export interface Transfer {
  source: RegistryConfig;
  destination: RegistryConfig;
  repository: string;
  tag: string;
  /** Locations of interrupted uploads, by the digest of their blob. */
  uploads: Record<string, string>;
  limits: Settings['limits'];
}

/** How a transfer ended. */
export type TransferResult =
  { outcome: 'success'; bytes: number; layers: number } | { outcome: 'failure'; type: ErrorType; message: string };

/** What a worker says while it transfers, and at the end. */
export type WorkerMessage =
  | { kind: 'upload'; digest: string; location: string }
  | { kind: 'held'; bytes: number }
  | { kind: 'result'; result: TransferResult };

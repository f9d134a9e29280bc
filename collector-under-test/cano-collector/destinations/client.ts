import type { Notice } from '../alerts/webhook-schema.ts';

/** The part of a fetch response the clients read; the body is always read, to free the connection. */
export interface FetchResponse {
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** A request as the clients make it. */
interface FetchRequest {
  method: 'POST';
  headers: Record<string, string>;
  body: string;
  redirect: 'manual';
  signal: AbortSignal;
}

/** A `fetch`; the global one fits, and so does the pooled one used in production. */
export type Fetch = (url: string, request: FetchRequest) => Promise<FetchResponse>;

/** One message for one destination. */
export interface Message {
  notice: Notice;
  /** The same for every attempt, so that a receiver can drop repeats. */
  idempotencyKey: string;
}

/** An HTTP request a destination type makes for a message. */
export interface OutgoingRequest {
  url: string;
  headers?: Record<string, string>;
  body: unknown;
}

/** How an attempt ended. */
export type SendResult =
  | { kind: 'sent' }
  | { kind: 'permanent'; reason: string }
  | { kind: 'transient'; reason: string; retryAfterMs?: number | undefined };

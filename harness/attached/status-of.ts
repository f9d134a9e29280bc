import { messageOf } from '../core/index.ts';

const timeoutMs = 5_000;

/** What a GET comes to, in words: `status 200`, or why there was no answer. */
export const statusOf = async (url: string): Promise<string> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    await response.arrayBuffer();
    return `status ${response.status}`;
  } catch (error) {
    return `no answer: ${whyOf(error)}`;
  }
};

/** The reason of a failed `fetch`, which says only that it failed and keeps why as its cause. */
export const whyOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  const first = cause instanceof AggregateError ? (cause.errors as unknown[])[0] : cause;
  return messageOf(first ?? error);
};

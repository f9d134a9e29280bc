import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { HarnessError, messageOf } from '../core/index.ts';

export type DownloadOptions = {
  readonly sha256: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: (bytes: number, total: number | undefined) => void;
};

/** Downloads `url` to `file` and throws CHECKSUM_MISMATCH when it is not what `sha256` says. */
export const download = async (url: string, file: string, options: DownloadOptions): Promise<void> => {
  const { sha256, timeoutMs, onBytes } = options;
  const signals = [AbortSignal.timeout(timeoutMs), ...(options.signal === undefined ? [] : [options.signal])];
  const signal = AbortSignal.any(signals);
  const hash = createHash('sha256');
  try {
    const { body, total } = await request(url, signal);
    let bytes = 0;
    const count = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        onBytes?.(bytes, total);
        yield chunk;
      }
    };
    await pipeline(body, count, createWriteStream(file, { flags: 'wx' }), { signal });
  } catch (error) {
    throw new Error(`${url}: ${reasonOf(error)}`, { cause: error });
  }
  const got = hash.digest('hex');
  if (got === sha256) return;
  throw new HarnessError('CHECKSUM_MISMATCH', {
    what: 'the downloaded archive is not the pinned one',
    where: url,
    expected: `sha256 ${sha256}`,
    got: `sha256 ${got}`,
    next: 'try again from a network without a proxy that changes files; if it stays, the release was replaced: report it',
  });
};

const request = async (
  url: string,
  signal: AbortSignal,
): Promise<{ body: ReadableStream<Uint8Array>; total: number | undefined }> => {
  const response = await fetch(url, { signal, headers: { 'accept-encoding': 'identity' } });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error(`HTTP ${response.status}`);
  }
  const length = response.headers.get('content-length');
  return { body: response.body, total: length === null ? undefined : Number(length) };
};

/** fetch says `fetch failed` or `terminated`; its cause says why. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined
    ? `${error.message} (${messageOf(error.cause)})`
    : messageOf(error);

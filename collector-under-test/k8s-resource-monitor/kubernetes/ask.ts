import { readFile } from 'node:fs/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Settings } from '../settings.ts';

export interface Answer {
  status: number;
  /** JSON, or text where the answer is none. */
  body: unknown;
}

/** Speaks to the Kubernetes API as the service account; throws where there is no answer in time. */
export type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** Makes `Ask` for an API server. The token is read anew each time, because the kubelet renews it. */
export function askKubernetes({ url, tokenFile, caFile, timeoutMs }: Omit<Settings['kubernetes'], 'namespace'>): Ask {
  return async (method, path, body) => {
    const token = (await readFile(tokenFile, 'utf8')).trim();
    const ca = caFile === undefined ? {} : { ca: await readFile(caFile, 'utf8') };
    const sent = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
    };
    return await send(new URL(path, url), { method, headers, signal: AbortSignal.timeout(timeoutMs), ...ca }, sent);
  };
}

type Options = Parameters<typeof requestHttps>[1];

const send = (url: URL, options: Options, sent: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const asked = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: read(Buffer.concat(chunks).toString('utf8')) });
      });
    });
    asked.on('error', reject);
    asked.end(sent);
  });

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What an answer says where it is not the one that was wanted. */
export function refusal(path: string, { status, body }: Answer): Error {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Error(`${path} answered ${status}: ${text.slice(0, 200)}`);
}

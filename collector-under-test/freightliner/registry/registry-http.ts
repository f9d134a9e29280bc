import type { RegistryConfig } from '../settings.ts';
import { basicAuthorization, readChallenge, tokenUrl, type Challenge } from './challenge.ts';
import { TransferError } from './transfer-error.ts';

/** A request to a registry; the address is a path, or whole where the registry gave it. */
export interface RegistryRequest {
  method: string;
  address: string;
  headers?: Record<string, string>;
  body?: Uint8Array<ArrayBuffer>;
  /** Statuses that are no error. */
  accept: readonly number[];
}

/** Sends requests to one registry, answering its challenges; throws `TransferError`. */
export type SendToRegistry = (request: RegistryRequest) => Promise<Response>;

/** Gives the sender of a registry. A token or scheme once learnt is used from then on, until it is refused. */
export function createRegistryHttp(config: RegistryConfig, timeoutMs: number): SendToRegistry {
  let authorization: string | undefined;
  const attempt = (request: RegistryRequest): Promise<Response> => {
    const headers = { ...request.headers, ...(authorization === undefined ? {} : { authorization }) };
    const { method, body = null } = request;
    return reach(config, () =>
      fetch(new URL(request.address, config.url), { method, headers, body, signal: AbortSignal.timeout(timeoutMs) }),
    );
  };
  return async (request) => {
    let response = await attempt(request);
    if (response.status === 401) {
      await response.body?.cancel();
      authorization = await answerChallenge(
        config,
        readChallenge(response.headers.get('www-authenticate') ?? ''),
        timeoutMs,
      );
      response = await attempt(request);
    }
    if (request.accept.includes(response.status)) return response;
    await response.body?.cancel();
    const { status } = response;
    const type = status === 401 || status === 403 ? 'auth' : status === 404 ? 'not_found' : 'status';
    throw new TransferError(type, `${config.name}: ${request.method} ${request.address} answered ${status}`);
  };
}

async function answerChallenge(
  config: RegistryConfig,
  challenge: Challenge | undefined,
  timeoutMs: number,
): Promise<string> {
  const basic = basicAuthorization(config);
  if (challenge?.scheme === 'basic' && basic !== undefined) return basic;
  if (challenge?.scheme !== 'bearer')
    throw new TransferError('auth', `${config.name}: no credentials for what it asks`);
  const headers = basic === undefined ? {} : { authorization: basic };
  const answer = await reach(config, () =>
    fetch(tokenUrl(challenge), { headers, signal: AbortSignal.timeout(timeoutMs) }),
  );
  if (!answer.ok) throw new TransferError('auth', `${config.name}: its token service answered ${answer.status}`);
  const { token, access_token: accessToken } = (await answer.json()) as { token?: string; access_token?: string };
  return `Bearer ${token ?? accessToken ?? ''}`;
}

/** Runs something that needs the network; an error of it is the registry's. */
export async function reach<T>({ name }: RegistryConfig, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof TransferError) throw cause;
    if (cause instanceof DOMException) throw new TransferError('timeout', `${name}: no answer in time`, { cause });
    if (cause instanceof TypeError && isNetwork(cause))
      throw new TransferError('network', `${name}: cannot be reached`, { cause });
    throw cause;
  }
}

/** Both ways in which `fetch` says that the connection failed, before and within the body. */
function isNetwork({ message }: TypeError): boolean {
  return message === 'fetch failed' || message === 'terminated';
}

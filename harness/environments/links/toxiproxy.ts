import { mkdir } from 'node:fs/promises';
import { HarnessError } from '../../core/index.ts';
import { startChild, type Child, type ChildOptions } from '../local/child.ts';
import { freePort } from '../local/free-port.ts';
import { childReady } from '../local/http-ready.ts';
import { loopbackPlace, type ListeningPlace } from '../listening-place.ts';
import type { Address } from './address.ts';

/** A toxic as toxiproxy's API takes it. */
export type ToxicRequest = {
  readonly type: 'latency' | 'bandwidth' | 'slow_close' | 'timeout' | 'reset_peer';
  /** Down is what the target answers. */
  readonly stream: 'upstream' | 'downstream';
  readonly attributes: Readonly<Record<string, number>>;
};

/** One way through toxiproxy. */
export interface ToxicWay {
  /** Where it is reached from the harness. */
  readonly at: Address;
  /** Puts a toxic on it, also on the connections that are open. */
  add(name: string, toxic: ToxicRequest): Promise<void>;
  remove(name: string): Promise<void>;
  /** Whether it takes connections; those that are open end when it does not. */
  enable(enabled: boolean): Promise<void>;
}

/** A toxiproxy that runs. */
export interface Toxiproxy extends AsyncDisposable {
  /** Opens a way to an address, as toxiproxy reaches it. */
  open(name: string, upstream: Address): Promise<ToxicWay>;
}

export type ToxiproxyOptions = Omit<ChildOptions, 'name' | 'args' | 'cwd'> & {
  readonly folder: string;
  readonly signal: AbortSignal;
};

const startTimeoutMs = 30_000;
const attempts = 5;

/** Starts toxiproxy. It takes no port that the system chooses, so another is tried where one was taken meanwhile. */
export const startToxiproxy = async (options: ToxiproxyOptions): Promise<Toxiproxy> => {
  await mkdir(options.folder, { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { child, url } = await startAt(await freePort(), options);
      return {
        open: async (name, upstream) => await openWay(url, name, upstream, loopbackPlace),
        [Symbol.asyncDispose]: async () => await child[Symbol.asyncDispose](),
      };
    } catch (error) {
      const isTaken = error instanceof HarnessError && error.code === 'PORT_TAKEN';
      if (!isTaken || attempt === attempts) throw error;
    }
  }
};

const startAt = async (
  port: number,
  { folder, signal, ...options }: ToxiproxyOptions,
): Promise<{ child: Child; url: string }> => {
  const child = await startChild({
    ...options,
    name: 'toxiproxy',
    args: ['-host', '127.0.0.1', '-port', String(port)],
    env: { ...options.env, LOG_LEVEL: 'error' },
    cwd: folder,
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    const what = 'toxiproxy says its version';
    await childReady(child, `${url}/version`, { what, timeoutMs: startTimeoutMs, clock: options.clock, signal });
    return { child, url };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
};

/** Opens a way through the toxiproxy of an API; it listens at `listen`, and `reached` is the host under which that is reached. */
export const openWay = async (
  url: string,
  name: string,
  upstream: Address,
  { listen, reached }: ListeningPlace,
): Promise<ToxicWay> => {
  const body = { name, listen: `${listen}:0`, upstream: `${upstream.host}:${upstream.port}`, enabled: true };
  const said = (await call('POST', `${url}/proxies`, body)) as { readonly listen: string };
  const path = `${url}/proxies/${encodeURIComponent(name)}`;
  return {
    at: { host: reached, port: Number(/:(\d+)$/.exec(said.listen)?.[1]) },
    async add(toxic, request) {
      await call('POST', `${path}/toxics`, { name: toxic, toxicity: 1, ...request });
    },
    async remove(toxic) {
      await call('DELETE', `${path}/toxics/${toxic}`);
    },
    async enable(enabled) {
      await call('POST', path, { enabled });
    },
  };
};

const call = async (method: string, url: string, body?: object): Promise<unknown> => {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...sent, signal: AbortSignal.timeout(5_000) });
  const text = await response.text();
  if (response.ok) return text === '' ? undefined : JSON.parse(text);
  throw new HarnessError('TOOL_BROKEN', {
    what: `toxiproxy refuses ${method}`,
    where: url,
    got: `status ${response.status}: ${text.slice(0, 300)}`,
  });
};

import { connect } from 'node:net';
import type { Clock } from '../../core/index.ts';
import type { Address } from './address.ts';

/** What a connection showed, in ms since it was begun; an answer is the first byte. */
export type Probed = { readonly answeredMs?: number; readonly closedMs?: number; readonly error?: string };

export type ProbeOptions = {
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Whether what was seen so far is all that was to be seen. */
  readonly isEnough: (seen: Probed) => boolean;
};

/**
 * Connects to an address, says `hello`, and nothing more once there is an answer. Gives what is seen until it is
 * enough, the connection is closed, or `timeoutMs` have passed.
 */
export const probe = async ({ host, port }: Address, hello: Uint8Array, options: ProbeOptions): Promise<Probed> => {
  const { timeoutMs, clock, isEnough } = options;
  const begun = clock.monotonic();
  const since = (): number => clock.monotonic() - begun;
  const socket = connect(port, host);
  const done = new AbortController();
  let seen: Probed = {};
  const see = (more: Probed): void => {
    seen = { ...seen, ...more };
    if (isEnough(seen)) done.abort();
  };
  socket.once('data', () => {
    see({ answeredMs: since() });
    socket.end();
  });
  socket.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => see({ error: code }));
  socket.once('close', () => {
    see({ closedMs: since() });
    done.abort();
  });
  socket.write(hello);
  await clock.sleep(timeoutMs, done.signal).catch(() => undefined);
  const result = seen;
  socket.destroy();
  return result;
};

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { HarnessError } from '../../core/index.ts';
import { resetSocket } from '../reset-socket.ts';
import type { Address } from './address.ts';

/** What has come in at a tap since it was opened. */
export type Flow = { readonly connections: number; readonly bytes: number };

/** An address that passes everything on as it is, and knows how much that was. */
export interface Tap extends AsyncDisposable {
  readonly port: number;
  flow(): Flow;
  /** Refuses connections and resets those that are open; gives how many there were. */
  shut(): Promise<number>;
  /** Takes connections again at the same port; throws `PORT_TAKEN` when another program has it now. */
  reopen(): Promise<void>;
}

/**
 * Opens a tap before an address; it listens at `listen`, loopback unless told. Toxiproxy counts the bytes of a connection only once it has ended, which one of
 * a pool does not while it is disturbed.
 */
export const openTap = async (target: Address, listenAt = '127.0.0.1'): Promise<Tap> => {
  const open = new Set<Socket>();
  const flow = { connections: 0, bytes: 0 };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    flow.connections += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('data', (chunk: Buffer) => (flow.bytes += chunk.length));
    passOn(socket, target);
  });
  const port = await listen(server, { host: listenAt, port: 0 });
  const shut = async (): Promise<number> => {
    const { size } = open;
    const closed = server.listening ? once(server, 'close') : undefined;
    if (closed !== undefined) server.close();
    open.forEach(resetSocket);
    await closed;
    return size;
  };
  return {
    port,
    flow: () => ({ ...flow }),
    shut,
    async reopen() {
      await listen(server, { host: listenAt, port });
    },
    async [Symbol.asyncDispose]() {
      await shut();
    },
  };
};

const listen = async (server: Server, { host, port }: Address): Promise<number> => {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new HarnessError('PORT_TAKEN', { what: 'a link cannot be opened again', where: `port ${port}`, cause });
  }
  return (server.address() as AddressInfo).port;
};

/** What one side does, the other sees: the end of what it says, and a reset as a reset. */
const passOn = (from: Socket, target: Address): void => {
  const to = connect({ ...target, allowHalfOpen: true, noDelay: true });
  const pairs = [
    [from, to],
    [to, from],
  ] as const;
  for (const [one, other] of pairs) {
    one.pipe(other);
    one.on('error', () => resetSocket(other));
    one.once('close', () => other.destroy());
  }
};

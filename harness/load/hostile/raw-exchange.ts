import { connect, type Socket } from 'node:net';
import type { HostileContext } from './hostile-context.ts';

/** What came back over one connection: the statuses in order, all of the text, and whether the collector closed it. */
export type RawAnswer = { readonly statuses: readonly number[]; readonly text: string; readonly closed: boolean };

export type RawOptions = {
  /** How long to wait for the collector to close, in ms; 5 s unless said otherwise. */
  readonly withinMs?: number;
  /** Whether our side of the connection is closed after the last byte. */
  readonly halfClose?: boolean;
  /** Called once connected, to send more than `bytes`. */
  readonly onConnected?: (socket: Socket) => void;
};

/** Sends bytes over a connection of its own and reads until the collector closes it; never rejects. */
export const rawExchange = async (
  { url }: HostileContext,
  bytes: Buffer | string,
  { withinMs = 5_000, halfClose = false, onConnected }: RawOptions = {},
): Promise<RawAnswer> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const late = AbortSignal.timeout(withinMs);
  const chunks: Buffer[] = [];
  const closed = await new Promise<boolean>((resolve) => {
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => resolve(true)).on('close', () => resolve(true));
    late.addEventListener('abort', () => resolve(false));
    socket.on('connect', () => {
      socket.write(bytes);
      onConnected?.(socket);
      if (halfClose) socket.end();
    });
  });
  socket.destroy();
  const text = Buffer.concat(chunks).toString('latin1');
  return { statuses: [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status)), text, closed };
};

/** A request as text: its first line, the headers given, and a body. */
export const rawRequest = (line: string, headers: readonly string[] = [], body = ''): string =>
  [line, 'Host: collector', ...headers, '', body].join('\r\n');

/** The headers that make a request for the ingest path a proper one, save its length. */
export const rawHeaders = (token: string): readonly string[] => [
  'Content-Type: application/json',
  `Authorization: Bearer ${token}`,
  'Connection: close',
];
